import { StyleSheet } from "react-native";
import { Text } from "./text";

/** Words for a screen reader alone, where a glance needs none. */
export const Unseen = ({ text }: { text: string }) => (
  <Text variant="micro" style={styles.unseen}>
    {text}
  </Text>
);

const styles = StyleSheet.create({
  unseen: { position: "absolute", width: 1, height: 1, overflow: "hidden", opacity: 0 },
});
