import { memo, useState } from "react";
import { View } from "react-native";
import { timeOf } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Markdown } from "../../../ui/markdown";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import type { ReplyRow as Reply } from "../row";
import { Frame } from "./frame";

/** A file that was asked for may have thousands of lines. */
const LETTERS_SHOWN = 6_000;

export const ReplyRow = memo(function ReplyRow({ row }: { row: Reply }) {
  const styles = useStyles();
  const [isWhole, setWhole] = useState(false);
  const isLong = row.text.length > LETTERS_SHOWN;
  const text = isLong && !isWhole ? `${row.text.slice(0, LETTERS_SHOWN)}…` : row.text;
  return (
    <Frame gap="wide">
      <View style={styles.reply}>
        <Markdown text={text} />
        <View style={styles.foot}>
          <Text variant="micro" tone="faint">
            {row.rule === null ? timeOf(row.at) : `${timeOf(row.at)} · answered from facts (${row.rule})`}
          </Text>
          {isLong ? (
            <Button
              title={isWhole ? "Show less" : "Show all"}
              kind="quiet"
              size="sm"
              onPress={() => setWhole(!isWhole)}
            />
          ) : null}
        </View>
      </View>
    </Frame>
  );
});

const useStyles = makeStyles((t) => ({
  reply: { gap: t.space.xs + 2, minWidth: 0 },
  foot: { flexDirection: "row", alignItems: "center", justifyContent: "space-between", gap: t.space.sm },
}));
