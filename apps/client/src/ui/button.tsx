import type { Href } from "expo-router";
import type { LucideIcon } from "lucide-react-native";
import { ActivityIndicator, View } from "react-native";
import { Icon } from "./icon";
import { Text, type Tone } from "./text";
import { makeStyles, useTheme } from "./theme";
import { TARGET } from "./tokens";
import { Touch } from "./touch";
import { useFinger } from "./use-finger";

export interface ButtonProps {
  title: string;
  onPress?: () => void;
  href?: Href;
  /** Go there without a way back to here. */
  replace?: boolean;
  /** One `primary` in a view. `danger` for what cannot be taken back. */
  kind?: "primary" | "secondary" | "quiet" | "danger";
  size?: "md" | "sm";
  icon?: LucideIcon;
  /** Shows that it is at work, and takes no second press. */
  busy?: boolean;
  disabled?: boolean;
  /** When the title alone does not say what it acts on. */
  label?: string;
  grow?: boolean;
}

const TONES: Record<NonNullable<ButtonProps["kind"]>, Tone> = {
  primary: "onAccent",
  secondary: "default",
  quiet: "accent",
  danger: "onDanger",
};

export function Button(props: ButtonProps) {
  const { title, onPress, href, kind = "secondary", size = "md", icon, busy = false, disabled = false, label } = props;
  const styles = useStyles();
  const { color } = useTheme();
  const finger = useFinger();
  const off = disabled || busy;
  return (
    <Touch
      {...(href === undefined ? {} : { href })}
      {...(onPress ? { onPress } : {})}
      replace={props.replace ?? false}
      disabled={off}
      aria-label={label ?? title}
      aria-disabled={off}
      aria-busy={busy}
      style={({ hovered, pressed }) => [
        styles.box,
        styles[size],
        finger ? styles.finger : null,
        styles[kind],
        props.grow ? styles.grow : null,
        hovered && !off ? styles[`${kind}Hover`] : null,
        pressed && !off ? styles.down : null,
        disabled ? styles.off : null,
      ]}
    >
      {busy ? (
        // The button says that it is busy; a nameless progress bar inside of it would say it twice.
        <View aria-hidden>
          <ActivityIndicator size="small" color={kind === "primary" ? color.onAccent : color.muted} />
        </View>
      ) : icon ? (
        <Icon of={icon} size={size === "sm" ? 15 : 17} tone={TONES[kind]} />
      ) : null}
      <Text variant={size === "sm" ? "caption" : "label"} weight="600" tone={TONES[kind]} numberOfLines={1}>
        {title}
      </Text>
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  box: {
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "center",
    gap: t.space.sm,
    borderRadius: t.radius.md,
    borderWidth: 1,
    borderColor: "transparent",
  },
  md: { minHeight: TARGET, paddingHorizontal: t.space.lg },
  sm: { minHeight: 32, paddingHorizontal: t.space.md, borderRadius: t.radius.sm + 2 },
  finger: { minHeight: TARGET, minWidth: TARGET },
  grow: { flex: 1 },
  primary: { backgroundColor: t.color.accent },
  primaryHover: { backgroundColor: t.color.accentHover },
  secondary: { backgroundColor: t.color.surface, borderColor: t.color.edge },
  secondaryHover: { backgroundColor: t.color.hover },
  quiet: { backgroundColor: "transparent" },
  quietHover: { backgroundColor: t.color.accentSoft },
  danger: { backgroundColor: t.color.danger },
  dangerHover: { opacity: 0.92 },
  down: { transform: [{ scale: 0.985 }] },
  off: { opacity: 0.5 },
}));
