import { shortId } from "@pushpals/protocol";
import { memo, useState } from "react";
import { View } from "react-native";
import { timeOf } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import type { MessageRow as Message } from "../row";
import { Frame } from "./frame";

/** More of a pasted script than this is in the way of what came of it. */
const LINES_SHOWN = 14;
const LETTERS_SHOWN = 2_000;

export const MessageRow = memo(function MessageRow({ row }: { row: Message }) {
  const from = row.device === null ? "" : ` from ${row.device}`;
  const to = row.jobId === null ? "" : ` to job ${shortId(row.jobId)}`;
  return <Bubble text={row.text} note={`${timeOf(row.at)}${from}${to}`} />;
});

export interface BubbleProps {
  text: string;
  note: string;
  /** Not there yet, or not taken. */
  state?: "arrived" | "pending" | "refused";
}

/** Words of a person. A script is set as one. */
export function Bubble({ text, note, state = "arrived" }: BubbleProps) {
  const styles = useStyles();
  const [isWhole, setWhole] = useState(false);
  const start = text.split("\n", LINES_SHOWN + 1);
  const isLong = start.length > LINES_SHOWN || text.length > LETTERS_SHOWN;
  const shown = isWhole || !isLong ? text : start.slice(0, LINES_SHOWN).join("\n").slice(0, LETTERS_SHOWN);
  const isScript = text.includes("```") || (text.startsWith("/") && text.includes("\n"));
  return (
    <Frame gap="wide">
      <View style={styles.side}>
        <View
          style={[styles.bubble, state === "arrived" ? null : styles[state]]}
          aria-label="Your message"
          role="group"
        >
          <Text variant={isScript ? "code" : "body"} selectable>
            {shown}
          </Text>
          {isLong ? (
            <View style={styles.more}>
              <Button
                title={isWhole ? "Show less" : "Show all"}
                kind="quiet"
                size="sm"
                onPress={() => setWhole(!isWhole)}
              />
            </View>
          ) : null}
        </View>
        <Text variant="micro" tone={state === "refused" ? "danger" : "faint"} style={styles.note}>
          {note}
        </Text>
      </View>
    </Frame>
  );
}

const useStyles = makeStyles((t) => ({
  side: { alignItems: "flex-end", gap: t.space.xs },
  bubble: {
    maxWidth: "88%",
    backgroundColor: t.color.accentSoft,
    borderRadius: t.radius.lg + 2,
    borderBottomRightRadius: t.radius.sm,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.sm + 2,
  },
  pending: { opacity: 0.65 },
  refused: { backgroundColor: t.color.dangerSoft },
  more: { flexDirection: "row", marginTop: t.space.xs },
  note: { paddingHorizontal: t.space.xs },
}));
