import { Platform, View } from "react-native";
import { Text } from "./text";
import { makeStyles } from "./theme";

/** Keys as they are pressed one after the other: `<Kbd keys="g c" />`; `mod` is Command on a Mac, Control elsewhere. */
export function Kbd({ keys }: { keys: string }) {
  const styles = useStyles();
  return (
    <View style={styles.keys} role="img" aria-label={keyNames(keys).join(" then ")}>
      {keyNames(keys).map((key) => (
        <View key={key} style={styles.key}>
          <Text variant="micro" tone="muted">
            {key}
          </Text>
        </View>
      ))}
    </View>
  );
}

const onMac = (): boolean => Platform.OS === "web" && /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const keyNames = (keys: string): string[] =>
  keys
    .split(" ")
    .map((key) => key.replace(/^mod\+(.)/, (_, letter: string) => `${onMac() ? "⌘" : "Ctrl "}${letter.toUpperCase()}`));

const useStyles = makeStyles((t) => ({
  keys: { flexDirection: "row", gap: 3 },
  key: {
    minWidth: 20,
    paddingHorizontal: 5,
    height: 20,
    borderRadius: 5,
    borderWidth: 1,
    borderColor: t.color.edge,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.surface,
  },
}));
