import { View } from "react-native";
import { useRead } from "../../lib/query";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { makeStyles } from "../../ui/theme";

const SHOWN = 6;

/** Files of the repository whose paths hold what was typed so far. */
export function PathSuggestions({ typed, onChoose }: { typed: string; onChoose: (path: string) => void }) {
  const styles = useStyles();
  const found = useRead(
    ["files", typed],
    (client, signal) => client.localbuddy.files({ text: typed, limit: SHOWN }, { signal }),
    { enabled: typed.length > 1 },
  );
  const paths = found.data?.paths.filter((path) => path !== typed) ?? [];
  if (typed.length < 2 || paths.length === 0) return null;
  return (
    <View style={styles.box}>
      <Card flush>
        <View role="list" aria-label="Files that fit">
          {paths.map((path, index) => (
            <View key={path} role="listitem">
              <Row title={path} onPress={() => onChoose(path)} last={index === paths.length - 1} />
            </View>
          ))}
        </View>
      </Card>
    </View>
  );
}

const useStyles = makeStyles(() => ({ box: { flexBasis: "100%" } }));
