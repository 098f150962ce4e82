import { View } from "react-native";
import { Text } from "./text";
import { makeStyles } from "./theme";
import { TARGET } from "./tokens";
import { Touch } from "./touch";

export interface Segment<T extends string> {
  value: T;
  title: string;
  /** Behind the title, as the number of what it holds. */
  count?: number;
}

export interface SegmentedControlProps<T extends string> {
  label: string;
  segments: readonly Segment<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few, all in sight. */
export function SegmentedControl<T extends string>({ label, segments, value, onChange }: SegmentedControlProps<T>) {
  const styles = useStyles();
  return (
    <View role="radiogroup" aria-label={label} style={styles.track}>
      {segments.map((segment) => {
        const chosen = segment.value === value;
        return (
          <Touch
            key={segment.value}
            role="radio"
            aria-checked={chosen}
            onPress={() => onChange(segment.value)}
            style={({ hovered }) => [styles.segment, chosen ? styles.chosen : hovered ? styles.hover : null]}
          >
            <Text variant="label" tone={chosen ? "default" : "muted"} numberOfLines={1}>
              {segment.title}
            </Text>
            {segment.count === undefined ? null : (
              <Text variant="micro" tone="faint">
                {segment.count}
              </Text>
            )}
          </Touch>
        );
      })}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  track: {
    flexDirection: "row",
    padding: 3,
    gap: 2,
    borderRadius: t.radius.md + 2,
    backgroundColor: t.color.sunken,
    borderWidth: 1,
    borderColor: t.color.line,
  },
  segment: {
    flex: 1,
    flexDirection: "row",
    gap: t.space.xs + 2,
    minHeight: TARGET,
    paddingHorizontal: t.space.sm,
    alignItems: "center",
    justifyContent: "center",
    borderRadius: t.radius.md,
  },
  hover: { backgroundColor: t.color.hover },
  chosen: { backgroundColor: t.color.raised, boxShadow: "0 1px 2px rgba(0,0,0,0.12)" },
}));
