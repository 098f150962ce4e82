import { View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

/** `+7 −1`, in the colours of a diff; said in words to those who do not see them. */
export function DiffCount({ additions, deletions }: { additions: number | null; deletions: number | null }) {
  const styles = useStyles();
  if (additions === null || deletions === null)
    return (
      <Text variant="micro" tone="faint">
        binary
      </Text>
    );
  return (
    <View style={styles.row} role="img" aria-label={`${additions} added, ${deletions} removed`}>
      <Text variant="micro" tone="success" mono>
        {`+${additions}`}
      </Text>
      <Text variant="micro" tone="danger" mono>
        {`−${deletions}`}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({ row: { flexDirection: "row", gap: t.space.xs + 2, flexShrink: 0 } }));
