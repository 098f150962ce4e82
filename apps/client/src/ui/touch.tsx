import { type Href, Link } from "expo-router";
import type { ReactNode } from "react";
import { Pressable, type PressableProps, type StyleProp, type ViewStyle } from "react-native";

export interface TouchState {
  hovered: boolean;
  pressed: boolean;
}

export interface TouchProps extends Omit<PressableProps, "style" | "children"> {
  /** A place to go to: a real link on the web, which can be opened in a new tab. */
  href?: Href;
  children: ReactNode;
  style?: (state: TouchState) => StyleProp<ViewStyle>;
}

/** What can be pressed, without a look of its own. Its focus ring is drawn by `public/index.html`. */
export function Touch({ href, style, role = "button", ...rest }: TouchProps) {
  const pressable = (
    <Pressable
      role={href === undefined ? role : "link"}
      {...rest}
      style={(state) => style?.({ hovered: (state as { hovered?: boolean }).hovered ?? false, pressed: state.pressed })}
    />
  );
  if (href === undefined) return pressable;
  return (
    <Link href={href} asChild>
      {pressable}
    </Link>
  );
}
