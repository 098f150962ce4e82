import RotateCw from "lucide-react-native/icons/rotate-cw";
import TriangleAlert from "lucide-react-native/icons/triangle-alert";
import { View } from "react-native";
import { Button } from "./button";
import { Icon } from "./icon";
import { Text } from "./text";
import { makeStyles } from "./theme";

export interface ErrorStateProps {
  /** What could not be done. */
  title: string;
  /** Why, and what to do next: the server's own words where it gave some. */
  reason: string;
  onRetry?: () => void;
  retrying?: boolean;
}

export function ErrorState({ title, reason, onRetry, retrying = false }: ErrorStateProps) {
  const styles = useStyles();
  return (
    <View role="alert" style={styles.box}>
      <Icon of={TriangleAlert} size={20} tone="danger" />
      <View style={styles.texts}>
        <Text variant="label" weight="600">
          {title}
        </Text>
        <Text variant="caption" tone="muted" selectable>
          {reason}
        </Text>
        {onRetry ? (
          <View style={styles.action}>
            <Button title="Try again" icon={RotateCw} size="sm" busy={retrying} onPress={onRetry} />
          </View>
        ) : null}
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: {
    flexDirection: "row",
    gap: t.space.md,
    padding: t.space.lg,
    borderRadius: t.radius.lg,
    backgroundColor: t.color.surface,
    borderWidth: 1,
    borderColor: t.color.danger,
  },
  texts: { flex: 1, gap: t.space.xs, minWidth: 0 },
  action: { flexDirection: "row", marginTop: t.space.sm },
}));
