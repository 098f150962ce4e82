import type { ReactNode } from "react";
import { View } from "react-native";
import { makeStyles } from "../../../ui/theme";
import { MEASURE } from "../../../ui/tokens";

/** Where a row stands: in a column of readable width, in the middle of whatever there is. */
export function Frame({ children, gap = "normal" }: { children: ReactNode; gap?: "normal" | "tight" | "wide" }) {
  const styles = useStyles();
  return (
    <View style={[styles.outer, styles[gap]]}>
      <View style={styles.column}>{children}</View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  outer: { alignItems: "center", paddingHorizontal: t.space.lg },
  tight: { paddingVertical: 0 },
  normal: { paddingVertical: t.space.xs },
  wide: { paddingVertical: t.space.sm + 2 },
  column: { width: "100%", maxWidth: MEASURE },
}));
