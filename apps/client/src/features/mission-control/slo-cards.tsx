import type { Percentiles, QueueStatus, SystemStatus } from "@pushpals/protocol";
import { View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { duration, percent } from "./model/health";
import { QUEUES, type QueueName } from "./queues";

export interface SloCardsProps {
  status: SystemStatus;
}

/** The service level of the last 24 hours, one card a queue. */
export function SloCards({ status }: SloCardsProps) {
  const styles = useStyles();
  return (
    <View style={styles.cards}>
      {(Object.keys(QUEUES) as QueueName[]).map((name) => (
        <SloCard key={name} title={QUEUES[name].title} queue={status.queues[name]} runs={QUEUES[name].runs} />
      ))}
    </View>
  );
}

function SloCard({ title, queue, runs }: { title: string; queue: QueueStatus; runs: string }) {
  const styles = useStyles();
  const { slo } = queue;
  const worry = slo.successRate !== null && slo.successRate < 0.9;
  return (
    <View style={styles.card} role="group" aria-label={`${title}, last 24 hours`}>
      <View style={styles.figure}>
        <Text variant="label" tone="muted">
          {title}
        </Text>
        <Text variant="micro" tone="faint" aria-hidden>
          p50 / p95
        </Text>
      </View>
      <View style={styles.rate}>
        <Text variant="display" tone={worry ? "warning" : "default"} aria-level={3}>
          {percent(slo.successRate)}
        </Text>
        <Text variant="caption" tone="muted">
          {slo.finished === 0 ? "nothing ended yet" : `of ${slo.finished} went well`}
        </Text>
      </View>
      <Figure name="Waited" values={slo.queueWaitMs} />
      <Figure name={runs} values={slo.runtimeMs} />
      <Figure name="ETA was off by" values={slo.etaErrorMs} />
      <View style={styles.figure}>
        <Text variant="caption" tone="muted">
          Ran out of time
        </Text>
        <Text variant="caption" mono>
          {percent(slo.timeoutRate)}
        </Text>
      </View>
    </View>
  );
}

function Figure({ name, values }: { name: string; values: Percentiles }) {
  const styles = useStyles();
  return (
    <View style={styles.figure}>
      <Text variant="caption" tone="muted">
        {name}
      </Text>
      <Text
        variant="caption"
        mono
        aria-label={`half within ${duration(values.p50)}, 95 percent within ${duration(values.p95)}`}
        role="img"
      >
        {values.p50 === null ? "–" : `${duration(values.p50)} / ${duration(values.p95)}`}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  cards: { flexDirection: "row", flexWrap: "wrap", gap: t.space.md },
  card: {
    flexGrow: 1,
    flexBasis: 240,
    gap: t.space.xs + 2,
    padding: t.space.lg,
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.line,
    backgroundColor: t.color.surface,
  },
  rate: { flexDirection: "row", alignItems: "baseline", gap: t.space.sm, marginBottom: t.space.xs },
  figure: { flexDirection: "row", justifyContent: "space-between", gap: t.space.md },
}));
