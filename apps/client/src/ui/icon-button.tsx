import type { Href } from "expo-router";
import type { LucideIcon } from "lucide-react-native";
import { Icon } from "./icon";
import type { Tone } from "./text";
import { makeStyles } from "./theme";
import { TARGET } from "./tokens";
import { Touch } from "./touch";

export interface IconButtonProps {
  icon: LucideIcon;
  /** What it does, for those who do not see the icon. */
  label: string;
  onPress?: () => void;
  href?: Href;
  tone?: Tone;
  disabled?: boolean;
  selected?: boolean;
  /** Says to a screen reader whether what it opens is open. */
  expanded?: boolean;
}

export function IconButton({ icon, label, onPress, href, tone, disabled, selected, expanded }: IconButtonProps) {
  const styles = useStyles();
  return (
    <Touch
      {...(href === undefined ? {} : { href })}
      {...(onPress ? { onPress } : {})}
      disabled={disabled ?? false}
      aria-label={label}
      {...(selected === undefined ? {} : { "aria-pressed": selected })}
      {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
      style={({ hovered, pressed }) => [
        styles.box,
        hovered ? styles.hover : null,
        pressed || selected ? styles.pressed : null,
        disabled ? styles.off : null,
      ]}
    >
      <Icon of={icon} size={20} tone={tone ?? (selected ? "accent" : "muted")} />
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  box: { width: TARGET, height: TARGET, alignItems: "center", justifyContent: "center", borderRadius: t.radius.md },
  hover: { backgroundColor: t.color.hover },
  pressed: { backgroundColor: t.color.pressed },
  off: { opacity: 0.4 },
}));
