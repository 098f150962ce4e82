import { View } from "react-native";
import { Text, type Tone } from "./text";
import { makeStyles } from "./theme";

export type BadgeTone = "neutral" | "accent" | "success" | "warning" | "danger";

export interface BadgeProps {
  text: string;
  tone?: BadgeTone;
  /** A dot before the text, for states. */
  dot?: boolean;
  /** Read instead of the text. */
  label?: string;
}

const TEXT_TONE: Record<BadgeTone, Tone> = {
  neutral: "muted",
  accent: "accent",
  success: "success",
  warning: "warning",
  danger: "danger",
};

/** A state or a number in a word. The colour never says it alone. */
export function Badge({ text, tone = "neutral", dot = false, label }: BadgeProps) {
  const styles = useStyles();
  return (
    <View style={[styles.box, styles[tone]]} {...(label === undefined ? {} : { role: "img", "aria-label": label })}>
      {dot ? <View style={[styles.dot, styles[`${tone}Dot`]]} /> : null}
      <Text variant="micro" tone={TEXT_TONE[tone]} weight="600" numberOfLines={1} style={styles.text}>
        {text}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: {
    flexDirection: "row",
    alignItems: "center",
    // In a column it is as wide as its word; who puts it into a row puts it into a box of its own.
    alignSelf: "flex-start",
    gap: 5,
    minHeight: 22,
    minWidth: 22,
    paddingHorizontal: 8,
    borderRadius: t.radius.full,
    justifyContent: "center",
    flexShrink: 0,
  },
  text: { fontVariant: ["tabular-nums"] },
  neutral: { backgroundColor: t.color.sunken },
  accent: { backgroundColor: t.color.accentSoft },
  success: { backgroundColor: t.color.successSoft },
  warning: { backgroundColor: t.color.warningSoft },
  danger: { backgroundColor: t.color.dangerSoft },
  dot: { width: 6, height: 6, borderRadius: 3 },
  neutralDot: { backgroundColor: t.color.faint },
  accentDot: { backgroundColor: t.color.accent },
  successDot: { backgroundColor: t.color.success },
  warningDot: { backgroundColor: t.color.warning },
  dangerDot: { backgroundColor: t.color.danger },
}));
