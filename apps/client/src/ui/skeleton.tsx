import { useEffect, useState } from "react";
import { Animated, Platform, View } from "react-native";
import { makeStyles } from "./theme";
import { useReducedMotion } from "./use-reduced-motion";

export interface SkeletonProps {
  /** How many rows are likely to come. */
  rows?: number;
  /** What is loading, for a screen reader. */
  label?: string;
}

/** The shape of a list that is on its way. */
export function Skeleton({ rows = 4, label = "Loading" }: SkeletonProps) {
  const styles = useStyles();
  const opacity = useBreath();
  return (
    <View role="status" aria-label={label} aria-busy style={styles.list}>
      {Array.from({ length: rows }, (_, row) => (
        <Animated.View key={`row ${String(row)}`} style={[styles.row, { opacity }]}>
          <View style={styles.disc} />
          <View style={styles.lines}>
            <View style={[styles.line, { width: `${70 - ((row * 13) % 30)}%` }]} />
            <View style={[styles.line, styles.short, { width: `${45 - ((row * 7) % 20)}%` }]} />
          </View>
        </Animated.View>
      ))}
    </View>
  );
}

function useBreath(): Animated.Value {
  const [value] = useState(() => new Animated.Value(1));
  const reduced = useReducedMotion();
  useEffect(() => {
    if (reduced) return;
    const step = (toValue: number) =>
      Animated.timing(value, { toValue, duration: 800, useNativeDriver: Platform.OS !== "web" });
    const loop = Animated.loop(Animated.sequence([step(0.45), step(1)]));
    loop.start();
    return () => loop.stop();
  }, [reduced, value]);
  return value;
}

const useStyles = makeStyles((t) => ({
  list: { gap: t.space.lg, padding: t.space.lg },
  row: { flexDirection: "row", gap: t.space.md, alignItems: "center" },
  disc: { width: 32, height: 32, borderRadius: 16, backgroundColor: t.color.pressed },
  lines: { flex: 1, gap: t.space.sm },
  line: { height: 12, borderRadius: 6, backgroundColor: t.color.pressed },
  short: { height: 10 },
}));
