import type { Percentiles, RequestRow } from "@pushpals/protocol";
import { oneLine, queueWords, span } from "@pushpals/sdk";
import ArrowUp from "lucide-react-native/icons/arrow-up";
import ChevronsUp from "lucide-react-native/icons/chevrons-up";
import { View } from "react-native";
import { useWrite } from "../../lib/query";
import { IconButton } from "../../ui/icon-button";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { tellRefused } from "../work/refused-toast";

export interface InLineListProps {
  requests: readonly RequestRow[];
  etaError: Percentiles | undefined;
  now: number;
  selected: string | undefined;
  onChoose: (requestId: string) => void;
}

/** What waits to be planned, in the order in which it will be; each can be moved up, or to the front. */
export function InLineList({ requests, etaError, now, selected, onChoose }: InLineListProps) {
  const styles = useStyles();
  const move = useWrite((client, to: { id: string; before?: string; first?: boolean }) => client.requests.move(to), {
    invalidates: [["requests"], ["request"], ["status"]],
    onRefused: tellRefused("Not moved"),
  });
  const ordered = requests.toSorted((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0));
  return (
    <View role="list" aria-label="Requests in line">
      {ordered.map((request, index) => {
        const title = oneLine(request.promptPreview, 140);
        const above = ordered[index - 1];
        return (
          <View
            key={request.requestId}
            role="listitem"
            style={[styles.row, request.requestId === selected ? styles.chosen : null]}
          >
            <Touch
              onPress={() => onChoose(request.requestId)}
              style={({ hovered }) => [styles.item, hovered ? styles.hover : null]}
            >
              <View style={styles.place}>
                <Text variant="label" weight="600" tone="accent" mono>
                  {request.queuePosition ?? "–"}
                </Text>
              </View>
              <View style={styles.texts}>
                <Text variant="label" numberOfLines={2}>
                  {title}
                </Text>
                <Text variant="caption" tone="muted">
                  {`${queueWords(request, etaError) ?? "held back"} · waits for ${span(Math.max(0, now - request.enqueuedAt))} · ${request.priority}`}
                </Text>
              </View>
            </Touch>
            {above ? (
              <IconButton
                icon={ArrowUp}
                label={`Move up: ${title}`}
                onPress={() => move.mutate({ id: request.requestId, before: above.requestId })}
              />
            ) : null}
            {above ? (
              <IconButton
                icon={ChevronsUp}
                label={`Send now: ${title}`}
                onPress={() =>
                  move.mutate({ id: request.requestId, before: ordered[0]?.requestId ?? request.requestId })
                }
              />
            ) : null}
          </View>
        );
      })}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  row: { flexDirection: "row", alignItems: "center", borderBottomWidth: 1, borderBottomColor: t.color.line },
  chosen: { backgroundColor: t.color.selected },
  item: {
    flex: 1,
    minWidth: 0,
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: 56,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.sm,
  },
  hover: { backgroundColor: t.color.hover },
  place: {
    width: 30,
    height: 30,
    borderRadius: 15,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.accentSoft,
  },
  texts: { flex: 1, minWidth: 0 },
}));
