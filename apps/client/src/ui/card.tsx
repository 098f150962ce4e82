import type { ReactNode } from "react";
import { View, type ViewProps } from "react-native";
import { Text } from "./text";
import { makeStyles } from "./theme";

export interface CardProps extends ViewProps {
  title?: string;
  /** Right of the title. */
  action?: ReactNode;
  tone?: "default" | "accent" | "warning" | "danger" | "success";
  /** Without inner space, for rows that reach from edge to edge. */
  flush?: boolean;
}

export function Card({ title, action, tone = "default", flush = false, children, style, ...rest }: CardProps) {
  const styles = useStyles();
  return (
    <View {...rest} style={[styles.box, styles[tone], style]}>
      {title === undefined && action === undefined ? null : (
        <View style={styles.head}>
          {title === undefined ? <View /> : <Text variant="heading">{title}</Text>}
          <View>{action}</View>
        </View>
      )}
      <View style={flush ? null : [styles.body, title === undefined ? null : styles.underHead]}>{children}</View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: { backgroundColor: t.color.surface, borderRadius: t.radius.lg, borderWidth: 1, overflow: "hidden" },
  default: { borderColor: t.color.line },
  accent: { borderColor: t.color.accent },
  warning: { borderColor: t.color.warning },
  danger: { borderColor: t.color.danger },
  success: { borderColor: t.color.success },
  head: {
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "space-between",
    gap: t.space.md,
    paddingHorizontal: t.space.lg,
    paddingTop: t.space.md,
    paddingBottom: t.space.sm,
    minHeight: 44,
  },
  body: { padding: t.space.lg, gap: t.space.md },
  underHead: { paddingTop: t.space.xs },
}));
