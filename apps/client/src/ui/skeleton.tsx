import { View } from "react-native";
import { Breath } from "./breath";
import { makeStyles } from "./theme";

export interface SkeletonProps {
  /** How many rows are likely to come. */
  rows?: number;
  /** What is loading, for a screen reader. */
  label?: string;
}

/** The shape of a list that is on its way. */
export function Skeleton({ rows = 4, label = "Loading" }: SkeletonProps) {
  const styles = useStyles();
  return (
    <View role="status" aria-label={label} aria-busy style={styles.list}>
      {Array.from({ length: rows }, (_, row) => (
        <Breath key={`row ${String(row)}`} style={styles.row}>
          <View style={styles.disc} />
          <View style={styles.lines}>
            <View style={[styles.line, { width: `${70 - ((row * 13) % 30)}%` }]} />
            <View style={[styles.line, styles.short, { width: `${45 - ((row * 7) % 20)}%` }]} />
          </View>
        </Breath>
      ))}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  list: { gap: t.space.lg, padding: t.space.lg },
  row: { flexDirection: "row", gap: t.space.md, alignItems: "center" },
  disc: { width: 32, height: 32, borderRadius: 16, backgroundColor: t.color.pressed },
  lines: { flex: 1, gap: t.space.sm },
  line: { height: 12, borderRadius: 6, backgroundColor: t.color.pressed },
  short: { height: 10 },
}));
