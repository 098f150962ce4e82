import type { StateTone, StateWords } from "@pushpals/sdk";
import { View } from "react-native";
import { Badge, type BadgeTone } from "../../ui/badge";

const TONES: Record<StateTone, BadgeTone> = {
  quiet: "neutral",
  busy: "accent",
  attention: "warning",
  good: "success",
  bad: "danger",
};

/** How it stands with a piece of work. */
export const StateBadge = ({ state }: { state: StateWords }) => (
  <View>
    <Badge text={state.text} tone={TONES[state.tone]} dot />
  </View>
);
