import { ScrollView } from "react-native";
import type { SegmentedControlProps } from "./segmented-control";
import { Text } from "./text";
import { makeStyles } from "./theme";
import { TARGET } from "./tokens";
import { Touch } from "./touch";

/** Views of one thing, below its header; they scroll sideways where there is no room. */
export function Tabs<T extends string>({ label, segments, value, onChange }: SegmentedControlProps<T>) {
  const styles = useStyles();
  return (
    <ScrollView
      horizontal
      role="tablist"
      aria-label={label}
      showsHorizontalScrollIndicator={false}
      style={styles.strip}
      contentContainerStyle={styles.content}
    >
      {segments.map((tab) => {
        const chosen = tab.value === value;
        return (
          <Touch
            key={tab.value}
            role="tab"
            aria-selected={chosen}
            onPress={() => onChange(tab.value)}
            style={({ hovered }) => [styles.tab, chosen ? styles.chosen : null, hovered ? styles.hover : null]}
          >
            <Text variant="label" tone={chosen ? "default" : "muted"}>
              {tab.title}
            </Text>
            {tab.count === undefined ? null : (
              <Text variant="micro" tone="faint">
                {tab.count}
              </Text>
            )}
          </Touch>
        );
      })}
    </ScrollView>
  );
}

const useStyles = makeStyles((t) => ({
  strip: { flexGrow: 0, flexShrink: 0, borderBottomWidth: 1, borderBottomColor: t.color.line },
  content: { paddingHorizontal: t.space.sm, minWidth: "100%" },
  tab: {
    flexDirection: "row",
    gap: t.space.xs + 2,
    minHeight: TARGET,
    minWidth: TARGET,
    alignItems: "center",
    paddingHorizontal: t.space.md,
    borderBottomWidth: 2,
    borderBottomColor: "transparent",
  },
  chosen: { borderBottomColor: t.color.accent },
  hover: { backgroundColor: t.color.hover },
}));
