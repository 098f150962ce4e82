import { useEffect, useState } from "react";
import { Animated, type ViewProps } from "react-native";
import { useReducedMotion } from "./use-reduced-motion";

const DIM = 0.45;
const HALF_MS = 800;

/** Grows pale and clear again, as what is on its way does; stands still for who wants less motion. */
export function Breath({ style, ...rest }: ViewProps) {
  const [opacity] = useState(() => new Animated.Value(1));
  const reduced = useReducedMotion();
  useEffect(() => {
    if (reduced) return;
    const step = (toValue: number) => Animated.timing(opacity, { toValue, duration: HALF_MS, useNativeDriver: true });
    const loop = Animated.loop(Animated.sequence([step(DIM), step(1)]));
    loop.start();
    return () => loop.stop();
  }, [reduced, opacity]);
  return <Animated.View {...rest} style={[style, { opacity }]} />;
}
