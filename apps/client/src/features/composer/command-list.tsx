import { ScrollView, View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { TARGET } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import type { Completion } from "./completions";

export interface CommandListProps {
  offered: readonly Completion[];
  chosen: number;
  onChoose: (index: number) => void;
}

/** Slash commands that may be meant, above the line in which one of them is being typed. */
export function CommandList({ offered, chosen, onChoose }: CommandListProps) {
  const styles = useStyles();
  return (
    <View style={styles.panel} role={"listbox" as "list"} aria-label="Commands">
      <ScrollView keyboardShouldPersistTaps="always" style={styles.scroll}>
        {offered.map(({ command }, index) => (
          <Touch
            key={command.name}
            role="option"
            aria-selected={index === chosen}
            // Before the field loses its focus, and with it this list.
            onPressIn={() => onChoose(index)}
            style={({ hovered }) => [styles.option, index === chosen ? styles.chosen : hovered ? styles.hover : null]}
          >
            <Text variant="code" weight="600" numberOfLines={1} style={styles.form}>
              {command.form}
            </Text>
            <Text variant="caption" tone="muted" numberOfLines={1} style={styles.summary}>
              {command.summary}
            </Text>
          </Touch>
        ))}
      </ScrollView>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  panel: {
    marginBottom: t.space.sm,
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.line,
    backgroundColor: t.color.raised,
    overflow: "hidden",
    ...t.shadow,
  },
  scroll: { maxHeight: 280 },
  option: {
    flexDirection: "row",
    flexWrap: "wrap",
    alignItems: "center",
    alignContent: "center",
    columnGap: t.space.md,
    minHeight: TARGET,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.xs + 2,
  },
  chosen: { backgroundColor: t.color.selected },
  hover: { backgroundColor: t.color.hover },
  form: { flexShrink: 1 },
  summary: { flexShrink: 1, minWidth: 120 },
}));
