import { createContext, type ReactNode, use } from "react";
import { type ImageStyle, Platform, StyleSheet, type TextStyle, useColorScheme, type ViewStyle } from "react-native";
import { DARK, LIGHT, type Palette, RADIUS, SPACE, TYPE } from "./tokens";

export interface Theme {
  scheme: "light" | "dark";
  color: Palette;
  space: typeof SPACE;
  radius: typeof RADIUS;
  type: typeof TYPE;
  font: { sans: string | undefined; mono: string };
  /** What floats above the page. */
  shadow: ViewStyle;
}

export type Appearance = "system" | "light" | "dark";

const FONT =
  Platform.OS === "web"
    ? {
        sans: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
        mono: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
      }
    : { sans: undefined, mono: Platform.OS === "ios" ? "Menlo" : "monospace" };

const themeOf = (scheme: "light" | "dark", color: Palette): Theme => ({
  scheme,
  color,
  space: SPACE,
  radius: RADIUS,
  type: TYPE,
  font: FONT,
  shadow: { boxShadow: scheme === "light" ? "0 8px 28px rgba(20,20,40,0.14)" : "0 10px 32px rgba(0,0,0,0.6)" },
});

const THEMES = { light: themeOf("light", LIGHT), dark: themeOf("dark", DARK) };
const Context = createContext<Theme>(THEMES.light);

/** Gives the theme that the person has chosen, or that of the system, to all below. */
export function ThemeProvider({ appearance, children }: { appearance: Appearance; children: ReactNode }) {
  const system = useColorScheme();
  const scheme = appearance === "system" ? (system === "dark" ? "dark" : "light") : appearance;
  return <Context value={THEMES[scheme]}>{children}</Context>;
}

export const useTheme = (): Theme => use(Context);

type Named = Record<string, ViewStyle | TextStyle | ImageStyle>;

/**
 * Styles of a component as a hook: `const useStyles = makeStyles((t) => ({ box: { padding: t.space.md } }))`.
 * Made once for each scheme, whoever asks.
 */
export function makeStyles<T extends Named>(build: (theme: Theme) => T & Named): () => T {
  const made = new Map<Theme, T>();
  return () => {
    const theme = useTheme();
    const known = made.get(theme) ?? (StyleSheet.create(build(theme)) as T);
    made.set(theme, known);
    return known;
  };
}
