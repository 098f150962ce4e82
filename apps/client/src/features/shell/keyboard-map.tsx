import { View } from "react-native";
import { useCommands } from "../../lib/commands/store";
import { Kbd } from "../../ui/kbd";
import { Sheet } from "../../ui/sheet";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showOverlay, useOverlay } from "./overlays";

/** Every key that does something here and now. */
export function KeyboardMap() {
  const styles = useStyles();
  const open = useOverlay("keyboard");
  const commands = useCommands().filter((command) => command.keys !== undefined);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Sheet open={open} onClose={() => showOverlay(null)} title="Keyboard map">
      {groups.map((group) => (
        <View key={group} style={styles.group}>
          <Text variant="caption" tone="muted" weight="600" role="heading" aria-level={3}>
            {group}
          </Text>
          {commands
            .filter((command) => command.group === group)
            .map((command) => (
              <View key={command.id} style={styles.line}>
                <Text variant="label" style={styles.title}>
                  {command.title}
                </Text>
                <Kbd keys={command.keys ?? ""} />
              </View>
            ))}
        </View>
      ))}
    </Sheet>
  );
}

const useStyles = makeStyles((t) => ({
  group: { gap: t.space.xs, marginBottom: t.space.sm },
  line: { flexDirection: "row", alignItems: "center", minHeight: 32, gap: t.space.md },
  title: { flex: 1 },
}));
