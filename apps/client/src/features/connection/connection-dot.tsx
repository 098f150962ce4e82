import { View } from "react-native";
import { useConnection } from "../../lib/connection/store";
import { useActiveServer } from "../../lib/servers";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { connectionWords } from "./connection-words";

/** Which server, and how one stands with it, in a line. */
export function ConnectionDot() {
  const styles = useStyles();
  const server = useActiveServer();
  const { title, tone } = connectionWords(useConnection(), 0);
  return (
    <View style={styles.line}>
      <View style={[styles.dot, styles[tone]]} />
      <View style={styles.texts}>
        <Text variant="micro" tone="muted" numberOfLines={1}>
          {server?.name ?? "No server"}
        </Text>
        <Text variant="micro" tone="faint" numberOfLines={1}>
          {title}
        </Text>
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  line: { flexDirection: "row", alignItems: "center", gap: t.space.md, flex: 1, minWidth: 0 },
  texts: { flex: 1, minWidth: 0 },
  dot: { width: 8, height: 8, borderRadius: 4 },
  success: { backgroundColor: t.color.success },
  neutral: { backgroundColor: t.color.faint },
  warning: { backgroundColor: t.color.warning },
  danger: { backgroundColor: t.color.danger },
}));
