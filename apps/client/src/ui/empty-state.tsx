import type { LucideIcon } from "lucide-react-native";
import type { ReactNode } from "react";
import { View } from "react-native";
import { Icon } from "./icon";
import { Text } from "./text";
import { makeStyles } from "./theme";

export interface EmptyStateProps {
  icon: LucideIcon;
  /** What there is none of. */
  title: string;
  /** How one gets some, or why that is good. */
  detail?: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, detail, action }: EmptyStateProps) {
  const styles = useStyles();
  return (
    <View style={styles.box}>
      <View style={styles.disc}>
        <Icon of={icon} size={24} tone="muted" />
      </View>
      <Text variant="heading" align="center">
        {title}
      </Text>
      {detail === undefined ? null : (
        <Text tone="muted" align="center" style={styles.detail}>
          {detail}
        </Text>
      )}
      {action}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: { flexGrow: 1, alignItems: "center", justifyContent: "center", gap: t.space.sm, padding: t.space.xl },
  disc: {
    width: 56,
    height: 56,
    borderRadius: 28,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.sunken,
    marginBottom: t.space.sm,
  },
  detail: { maxWidth: 380, marginBottom: t.space.sm },
}));
