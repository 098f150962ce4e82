import { StyleSheet, View, type ViewProps, type ViewStyle } from "react-native";
import { useReducedMotion } from "./use-reduced-motion";

/** React Native for the web takes CSS animations as styles, which need no code that runs. */
const styles = StyleSheet.create({
  breath: {
    animationKeyframes: [{ "0%": { opacity: 1 }, "50%": { opacity: 0.45 }, "100%": { opacity: 1 } }],
    animationDuration: "1600ms",
    animationIterationCount: "infinite",
  } as ViewStyle,
});

/** Grows pale and clear again, as what is on its way does; stands still for who wants less motion. */
export function Breath({ style, ...rest }: ViewProps) {
  const reduced = useReducedMotion();
  return <View {...rest} style={[style, reduced ? null : styles.breath]} />;
}
