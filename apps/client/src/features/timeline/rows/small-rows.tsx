import { count, oneLine } from "@pushpals/sdk";
import Info from "lucide-react-native/icons/info";
import ShieldAlert from "lucide-react-native/icons/shield-alert";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import ShieldX from "lucide-react-native/icons/shield-x";
import { memo } from "react";
import { Linking, View } from "react-native";
import { dateOf, timeOf } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Markdown } from "../../../ui/markdown";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import type { ApprovalRow as Approval, GapRow as Gap, NoteRow as Note } from "../row";
import { phrase } from "../words/phrase";
import { Frame } from "./frame";
import { Line } from "./line";

export const NoteRow = memo(function NoteRow({ row }: { row: Note }) {
  const styles = useStyles();
  const { url } = row;
  if (row.tone === "plain")
    return (
      <Frame>
        <Line icon={Info} phrase={phrase("quiet", "", oneLine(row.text, 400))} small lines={4} />
      </Frame>
    );
  return (
    <Frame>
      <View style={styles.stack}>
        <View style={styles.across}>
          <Line phrase={phrase(row.tone, row.verb, row.object, row.outcome)} />
          {url === null ? null : (
            <Button
              title="Open"
              kind="quiet"
              size="sm"
              label={`Open ${row.object}`}
              onPress={() => void Linking.openURL(url)}
            />
          )}
        </View>
        {row.text === "" ? null : (
          <View style={styles.under}>
            <Markdown text={row.text} />
          </View>
        )}
      </View>
    </Frame>
  );
});

/** An approval as part of what happened; to decide on it there is the card above the composer. */
export const ApprovalRow = memo(function ApprovalRow({ row }: { row: Approval }) {
  const { state, by, note, decidedAt } = row;
  const decided = `by ${by ?? "somebody"}${decidedAt === null ? "" : ` at ${timeOf(decidedAt)}`}${note ? `: ${note}` : ""}`;
  if (state === "approved")
    return (
      <Frame>
        <Line icon={ShieldCheck} phrase={phrase("good", "Approved", row.reason, decided)} lines={4} />
      </Frame>
    );
  if (state === "denied")
    return (
      <Frame>
        <Line icon={ShieldX} phrase={phrase("attention", "Denied", row.reason, decided)} lines={4} />
      </Frame>
    );
  return (
    <Frame>
      <Line icon={ShieldAlert} phrase={phrase("attention", "Asks you:", row.reason)} lines={4} />
    </Frame>
  );
});

export const GapRow = memo(function GapRow({ row }: { row: Gap }) {
  const text = `${count(row.missing, "event")} ${row.missing === 1 ? "is" : "are"} missing here`;
  return (
    <Frame>
      <Line phrase={phrase("attention", "Not complete:", text, "the server did not send them")} />
    </Frame>
  );
});

export const DayRow = memo(function DayRow({ at }: { at: number }) {
  const styles = useStyles();
  return (
    <Frame>
      <Text variant="micro" tone="faint" align="center" style={styles.day}>
        {dateOf(at, Date.now())}
      </Text>
    </Frame>
  );
});

/** Where one has stopped reading. */
export const NewRow = memo(function NewRow() {
  const styles = useStyles();
  return (
    <Frame>
      <View style={styles.new} role="separator" aria-label="New since your last visit">
        <View style={styles.rule} />
        <Text variant="micro" tone="accent">
          New
        </Text>
        <View style={styles.rule} />
      </View>
    </Frame>
  );
});

const useStyles = makeStyles((t) => ({
  stack: { gap: t.space.xs },
  across: { flexDirection: "row", alignItems: "center", gap: t.space.sm },
  under: { paddingLeft: 26 },
  day: { paddingVertical: t.space.sm },
  new: { flexDirection: "row", alignItems: "center", gap: t.space.sm },
  rule: { flex: 1, height: 1, backgroundColor: t.color.accent, opacity: 0.4 },
}));
