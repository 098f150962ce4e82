import type { Failure, Landing, Receipt, Review } from "@pushpals/protocol";
import CircleCheck from "lucide-react-native/icons/circle-check";
import CircleX from "lucide-react-native/icons/circle-x";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import { View } from "react-native";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { ReviewNote } from "../work/review-note";
import { type ReceiptGroup, type ReceiptRow, receiptGroups } from "./model/receipts";

export interface EvidenceProps {
  receipts: readonly Receipt[];
  /** What a critic has said of the change; null where none was asked. */
  review: Review | null;
  landed: Landing | null;
  /** Why it failed or did not land: it may hold what was red. */
  failure: Failure | null;
}

/** What Push Pals itself saw: each command that was run on the change, and how it ended. */
export function Evidence({ receipts, review, landed, failure }: EvidenceProps) {
  const styles = useStyles();
  return (
    <View style={styles.groups}>
      <View style={styles.lead}>
        <Icon of={ShieldCheck} size={18} tone="accent" />
        <Text variant="caption" tone="muted" style={styles.leadText}>
          Run by Push Pals itself, in a sandbox. What an agent says of its own tests counts for nothing.
        </Text>
      </View>
      {receiptGroups(receipts, landed, failure).map((group) => (
        <Group key={group.title} group={group} />
      ))}
      {review === null ? null : (
        <Card title="What the critic said">
          <ReviewNote review={review} />
          <Text variant="caption" tone="faint">
            A model that has not done the work. It adds to what was run, and stands in for none of it.
          </Text>
        </Card>
      )}
    </View>
  );
}

function Group({ group }: { group: ReceiptGroup }) {
  const styles = useStyles();
  return (
    <Card title={group.title} flush>
      {group.rows.length === 0 ? (
        <Text variant="caption" tone="muted" style={styles.empty}>
          {group.empty}
        </Text>
      ) : (
        group.rows.map((row, index) => <ReceiptLine key={row.key} row={row} last={index === group.rows.length - 1} />)
      )}
    </Card>
  );
}

function ReceiptLine({ row, last }: { row: ReceiptRow; last: boolean }) {
  const styles = useStyles();
  return (
    <View style={[styles.row, last ? null : styles.ruled]} role="group" aria-label={`${row.command}: ${row.verdict}`}>
      <Icon of={row.passed ? CircleCheck : CircleX} tone={row.passed ? "success" : "danger"} size={18} />
      <View style={styles.texts}>
        <Text variant="code" selectable>
          {row.command}
        </Text>
        <Text variant="caption" tone={row.passed ? "success" : "danger"} weight="600">
          {row.verdict}
        </Text>
        <Text variant="caption" tone="faint">
          {row.facts}
        </Text>
        {row.output === "" ? null : (
          <Text variant="code" tone="muted" selectable style={styles.output}>
            {row.output}
          </Text>
        )}
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  groups: { gap: t.space.lg },
  lead: { flexDirection: "row", gap: t.space.sm, alignItems: "center" },
  leadText: { flex: 1 },
  empty: { paddingHorizontal: t.space.lg, paddingBottom: t.space.lg },
  row: { flexDirection: "row", gap: t.space.md, paddingHorizontal: t.space.lg, paddingVertical: t.space.md },
  ruled: { borderBottomWidth: 1, borderBottomColor: t.color.line },
  texts: { flex: 1, minWidth: 0, gap: 2 },
  output: {
    backgroundColor: t.color.sunken,
    borderRadius: t.radius.sm,
    padding: t.space.sm,
    marginTop: t.space.xs,
    fontSize: 12,
    lineHeight: 17,
  },
}));
