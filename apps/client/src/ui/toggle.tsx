import { View } from "react-native";
import { makeStyles } from "./theme";
import { TARGET } from "./tokens";
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
      style={({ hovered }) => [styles.target, hovered && !off ? styles.hover : null, off ? styles.off : null]}
    >
      <View style={[styles.track, on ? styles.trackOn : null]}>
        <View style={[styles.knob, on ? styles.knobOn : null]} />
      </View>
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  target: { width: TARGET, height: TARGET, justifyContent: "center", borderRadius: t.radius.md },
  track: {
    width: TARGET,
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
