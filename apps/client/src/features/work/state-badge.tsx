import type { StateTone, StateWords } from "@pushpals/sdk";
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
  <Badge text={state.text} tone={TONES[state.tone]} dot />
);
