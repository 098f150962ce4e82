import type { ReactNode } from "react";
import { View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

export interface Fact {
  name: string;
  value: ReactNode;
  mono?: boolean;
}

/** Names and values, one under the other. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <View style={styles.list}>
      {facts.map(({ name, value, mono = false }) => (
        <View key={name} style={styles.fact}>
          <Text variant="caption" tone="muted" style={styles.name}>
            {name}
          </Text>
          <View style={styles.value}>
            {typeof value === "string" || typeof value === "number" ? (
              <Text variant="caption" mono={mono} selectable align="right">
                {value}
              </Text>
            ) : (
              value
            )}
          </View>
        </View>
      ))}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  list: { gap: t.space.sm },
  fact: { flexDirection: "row", gap: t.space.md, alignItems: "flex-start", justifyContent: "space-between" },
  name: { flexShrink: 0 },
  value: { flex: 1, minWidth: 0, alignItems: "flex-end" },
}));
