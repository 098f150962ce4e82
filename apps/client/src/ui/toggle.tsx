import { View } from "react-native";
import { makeStyles } from "./theme";
import { Touch } from "./touch";

export interface ToggleProps {
  /** What it switches, as a screen reader says it. */
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
  busy?: boolean;
}

/** On or off, at once. */
export function Toggle({ label, on, onChange, disabled = false, busy = false }: ToggleProps) {
  const styles = useStyles();
  const off = disabled || busy;
  return (
    <Touch
      role="switch"
      aria-label={label}
      aria-checked={on}
      aria-disabled={off}
      aria-busy={busy}
      disabled={off}
      onPress={() => onChange(!on)}
      hitSlop={10}
      style={({ hovered }) => [
        styles.track,
        on ? styles.trackOn : null,
        hovered && !off ? styles.hover : null,
        off ? styles.off : null,
      ]}
    >
      <View style={[styles.knob, on ? styles.knobOn : null]} />
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  track: {
    width: 44,
    height: 26,
    borderRadius: t.radius.full,
    padding: 3,
    borderWidth: 2,
    borderColor: t.color.faint,
    backgroundColor: t.color.sunken,
    justifyContent: "center",
  },
  trackOn: { borderColor: t.color.accent, backgroundColor: t.color.accent },
  hover: { opacity: 0.9 },
  off: { opacity: 0.5 },
  knob: { width: 14, height: 14, borderRadius: t.radius.full, backgroundColor: t.color.faint },
  knobOn: { width: 16, height: 16, alignSelf: "flex-end", backgroundColor: t.color.onAccent },
}));
