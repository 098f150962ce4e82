import type { QueueStatus, SystemStatus } from "@pushpals/protocol";
import { count, etaWords, oneLine, span } from "@pushpals/sdk";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { QUEUES, type QueueName } from "./queues";

/** What waits in each queue, in the order in which it will be taken, and when that is expected to be. */
export function QueueCards({ status }: { status: SystemStatus }) {
  const styles = useStyles();
  return (
    <View style={styles.cards}>
      {(Object.keys(QUEUES) as QueueName[]).map((name) => (
        <View key={name} style={styles.slot}>
          <QueueCard name={name} queue={status.queues[name]} />
        </View>
      ))}
    </View>
  );
}

function QueueCard({ name, queue }: { name: QueueName; queue: QueueStatus }) {
  const styles = useStyles();
  const { counts, pending, oldestWaitMs } = queue;
  const more = counts.pending - pending.length;
  // What is held back waits for a person, for other work, or for its next try.
  const toDecide = Math.min(useLandingsToDecide(), name === "completions" ? counts.blocked : 0);
  const held = counts.blocked - toDecide;
  return (
    <Card
      title={`${QUEUES[name].title} in line`}
      style={styles.fill}
      action={
        <Badge
          text={String(counts.pending)}
          tone={counts.pending > 0 ? "accent" : "neutral"}
          label={`${counts.pending} wait`}
        />
      }
      flush
    >
      <Text variant="caption" tone="muted" style={styles.state}>
        {[
          `${counts.claimed} at work`,
          ...(held > 0 ? [`${held} held back ${HELD_BY[name]}`] : []),
          ...(oldestWaitMs === null ? [] : [`the oldest waits for ${span(oldestWaitMs)}`]),
        ].join(" · ")}
      </Text>
      {toDecide > 0 ? (
        <View style={styles.held}>
          <Button title={`${toDecide} for you to decide`} size="sm" href={routes.needsYou} />
        </View>
      ) : null}
      {pending.map((item) => (
        <Item key={item.id} item={item} name={name} error={queue.slo.etaErrorMs} />
      ))}
      {pending.length === 0 ? (
        <Text variant="caption" tone="faint" style={styles.none}>
          Nothing waits.
        </Text>
      ) : null}
      {more > 0 ? (
        <Text variant="caption" tone="faint" style={styles.none}>
          {`and ${count(more, "more", "more")}`}
        </Text>
      ) : null}
    </Card>
  );
}

/** What frees an item that no decision is missing of. */
const HELD_BY: Record<QueueName, string> = {
  requests: "until they are tried again",
  jobs: "by other work",
  completions: "until they are tried again",
};

/** How many landings wait for a person. */
function useLandingsToDecide(): number {
  const { data } = useRead(["needs-you"], (client, signal) => client.system.needsYou({}, { signal }));
  return data?.approvals.filter(({ kind }) => kind === "landing").length ?? 0;
}

type Item = QueueStatus["pending"][number];

function Item({ item, name, error }: { item: Item; name: QueueName; error: QueueStatus["slo"]["etaErrorMs"] }) {
  const styles = useStyles();
  const href =
    name === "jobs" ? routes.job(item.id) : name === "requests" ? routes.requests : routes.chat(item.sessionId);
  const eta = etaWords(item.etaMs, error);
  return (
    <Touch href={href} style={({ hovered }) => [styles.item, hovered ? styles.hover : null]}>
      <Text variant="caption" tone="faint" mono style={styles.place}>
        {item.queuePosition}
      </Text>
      <View style={styles.texts}>
        <Text variant="label" weight="400" numberOfLines={1}>
          {oneLine(item.title, 120)}
        </Text>
        <Text variant="caption" tone="muted" numberOfLines={1}>
          {`${eta} · waits for ${span(item.waitedMs)}${item.priority === "normal" ? "" : ` · ${item.priority}`}`}
        </Text>
      </View>
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  cards: { flexDirection: "row", flexWrap: "wrap", gap: t.space.md },
  slot: { flexGrow: 1, flexBasis: 260, minWidth: 0 },
  fill: { flexGrow: 1 },
  held: { flexDirection: "row", paddingHorizontal: t.space.lg, paddingBottom: t.space.md },
  state: { paddingHorizontal: t.space.lg, paddingBottom: t.space.sm },
  none: { paddingHorizontal: t.space.lg, paddingBottom: t.space.lg },
  item: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: 48,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.xs,
    borderTopWidth: 1,
    borderTopColor: t.color.line,
  },
  hover: { backgroundColor: t.color.hover },
  place: { minWidth: 18, textAlign: "right" },
  texts: { flex: 1, minWidth: 0 },
}));
