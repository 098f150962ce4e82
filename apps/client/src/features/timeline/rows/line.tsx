import type { LucideIcon } from "lucide-react-native";
import CircleAlert from "lucide-react-native/icons/circle-alert";
import CircleCheck from "lucide-react-native/icons/circle-check";
import CircleDashed from "lucide-react-native/icons/circle-dashed";
import CircleDot from "lucide-react-native/icons/circle-dot";
import CircleX from "lucide-react-native/icons/circle-x";
import type { ReactNode } from "react";
import { ActivityIndicator, View } from "react-native";
import { Icon } from "../../../ui/icon";
import { Text, type Tone as TextTone } from "../../../ui/text";
import { makeStyles, useTheme } from "../../../ui/theme";
import { useReducedMotion } from "../../../ui/use-reduced-motion";
import type { Phrase, Tone } from "../words/phrase";

const LOOKS: Record<Tone, { icon: LucideIcon; tone: TextTone }> = {
  plain: { icon: CircleDot, tone: "muted" },
  quiet: { icon: CircleDashed, tone: "faint" },
  active: { icon: CircleDot, tone: "accent" },
  good: { icon: CircleCheck, tone: "success" },
  bad: { icon: CircleX, tone: "danger" },
  attention: { icon: CircleAlert, tone: "warning" },
};

export interface LineProps {
  phrase: Phrase;
  /** Instead of the one that the tone has. */
  icon?: LucideIcon;
  lines?: number;
  /** Smaller, for what is inside of something. */
  small?: boolean;
  end?: ReactNode;
}

/** Verb, object, outcome, behind the sign of how it goes. */
export function Line({ phrase, icon, lines = 2, small = false, end }: LineProps) {
  const styles = useStyles();
  const variant = small ? "caption" : "label";
  const look = LOOKS[phrase.tone];
  return (
    <View style={styles.line}>
      <View style={small ? styles.smallSign : styles.sign}>
        <Sign active={phrase.tone === "active"} icon={icon ?? look.icon} tone={look.tone} size={small ? 14 : 17} />
      </View>
      <Text variant={variant} numberOfLines={lines} style={styles.text}>
        <Text variant={variant} weight="600" tone={phrase.tone === "bad" ? "danger" : small ? "muted" : "default"}>
          {phrase.verb}
        </Text>
        {phrase.object === "" || phrase.verb === "" ? phrase.object : ` ${phrase.object}`}
        {phrase.outcome === "" ? null : (
          <Text variant={variant} tone={small || phrase.tone !== "bad" ? "faint" : "danger"}>
            {`  ${phrase.outcome}`}
          </Text>
        )}
      </Text>
      {end}
    </View>
  );
}

function Sign({ active, icon, tone, size }: { active: boolean; icon: LucideIcon; tone: TextTone; size: number }) {
  const still = useReducedMotion();
  const { color } = useTheme();
  if (!active || still) return <Icon of={icon} tone={tone} size={size} />;
  return <ActivityIndicator size={size - 2} color={color.accent} accessibilityElementsHidden aria-hidden />;
}

const useStyles = makeStyles((t) => ({
  line: { flexDirection: "row", alignItems: "flex-start", gap: t.space.sm, flex: 1, minWidth: 0 },
  sign: { width: 18, height: 20, alignItems: "center", justifyContent: "center" },
  smallSign: { width: 18, height: 18, alignItems: "center", justifyContent: "center" },
  text: { flex: 1, minWidth: 0 },
}));
