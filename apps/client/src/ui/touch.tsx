import { type Href, useRouter } from "expo-router";
import type { ReactNode } from "react";
import {
  type GestureResponderEvent,
  Platform,
  Pressable,
  type PressableProps,
  type StyleProp,
  type ViewStyle,
} from "react-native";

export interface TouchState {
  hovered: boolean;
  pressed: boolean;
}

export interface TouchProps extends Omit<PressableProps, "style" | "children" | "onPress"> {
  onPress?: () => void;
  /** A place to go to: a real link on the web, which can be opened in a new tab. */
  href?: Href;
  /** Go there without a way back to here, as between the places of the shell. */
  replace?: boolean;
  children: ReactNode;
  style?: (state: TouchState) => StyleProp<ViewStyle>;
}

/** What can be pressed, without a look of its own. Its focus ring is drawn by `public/index.html`. */
export function Touch({ href, replace = false, onPress, style, role = "button", ...rest }: TouchProps) {
  const router = useRouter();
  const press = (event: GestureResponderEvent) => {
    if (href === undefined) return onPress?.();
    if (isForTheBrowser(event)) return;
    event.preventDefault();
    onPress?.();
    if (replace) router.replace(href);
    else router.push(href);
  };
  return (
    <Pressable
      role={href === undefined ? role : "link"}
      {...(Platform.OS === "web" && href !== undefined ? { href: String(href) } : {})}
      {...rest}
      onPress={press}
      style={(state) => style?.({ hovered: (state as { hovered?: boolean }).hovered ?? false, pressed: state.pressed })}
    />
  );
}

/** A click that a browser has its own answer to: in a new tab, in a new window, as a download. */
function isForTheBrowser(event: GestureResponderEvent): boolean {
  const { metaKey, ctrlKey, shiftKey, altKey } = event as unknown as Partial<MouseEvent>;
  return Platform.OS === "web" && Boolean(metaKey || ctrlKey || shiftKey || altKey);
}
