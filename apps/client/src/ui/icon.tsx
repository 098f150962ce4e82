import type { LucideIcon } from "lucide-react-native";
import { type Tone, toneColor } from "./text";
import { useTheme } from "./theme";

export interface IconProps {
  /** `import Inbox from "lucide-react-native/icons/inbox"`: one by one, or all thousand get into the bundle. */
  of: LucideIcon;
  size?: number;
  tone?: Tone;
}

/** Decoration: whatever it stands for is said by the text or the name beside it. */
export function Icon({ of: Drawing, size = 18, tone = "muted" }: IconProps) {
  const { color } = useTheme();
  return <Drawing size={size} color={toneColor(color, tone)} strokeWidth={size > 22 ? 1.5 : 1.9} aria-hidden />;
}
