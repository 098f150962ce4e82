import { Text as NativeText, type TextProps as NativeTextProps } from "react-native";
import { useTheme } from "./theme";
import type { Palette, TYPE } from "./tokens";

export type Tone =
  | "default"
  | "muted"
  | "faint"
  | "accent"
  | "success"
  | "warning"
  | "danger"
  | "onAccent"
  | "onDanger";

export interface TextProps extends NativeTextProps {
  variant?: keyof typeof TYPE;
  tone?: Tone;
  weight?: "400" | "500" | "600" | "700";
  /** Fixed width, for names of files, commits and figures that change in place. */
  mono?: boolean;
  align?: "left" | "center" | "right";
}

export const toneColor = (color: Palette, tone: Tone): string => (tone === "default" ? color.text : color[tone]);

/** All text of the client. `display`, `title` and `heading` are headings to a screen reader. */
export function Text({ variant = "body", tone = "default", weight, mono, align, style, ...rest }: TextProps) {
  const theme = useTheme();
  const type = theme.type[variant];
  const family = mono || variant === "code" ? theme.font.mono : theme.font.sans;
  // Whoever gives it another role takes its level with it.
  const level = rest.role === undefined || rest.role === "heading" ? HEADING_LEVEL[variant] : undefined;
  return (
    <NativeText
      {...(level ? { role: "heading" as const, "aria-level": level } : {})}
      {...rest}
      style={[
        type,
        { color: toneColor(theme.color, tone), fontFamily: family },
        weight ? { fontWeight: weight } : null,
        align ? { textAlign: align } : null,
        mono ? { fontVariant: ["tabular-nums"] } : null,
        style,
      ]}
    />
  );
}

const HEADING_LEVEL: Partial<Record<keyof typeof TYPE, number>> = { display: 1, title: 1, heading: 2 };
