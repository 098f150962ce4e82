import type { Review } from "@pushpals/protocol";
import CircleAlert from "lucide-react-native/icons/circle-alert";
import MessageSquareQuote from "lucide-react-native/icons/message-square-quote";
import { View } from "react-native";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

/** What a model that has not done the work has said of the change, finding by finding. */
export function ReviewNote({ review: { critic, findings, problem } }: { review: Review }) {
  const styles = useStyles();
  if (problem !== null || findings.length === 0)
    return (
      <Text variant="caption" tone="muted" selectable>
        {problem === null ? `${critic} has found nothing wrong.` : `${critic} gave no answer: ${problem}`}
      </Text>
    );
  return (
    <View role="list" aria-label={`Findings of ${critic}`} style={styles.findings}>
      {findings.map(({ path, message, severity }, place) => (
        // Findings have no identity but their place.
        <View key={String(place)} role="listitem" style={styles.finding}>
          <Icon
            of={severity === "blocking" ? CircleAlert : MessageSquareQuote}
            tone={severity === "blocking" ? "danger" : "muted"}
            size={18}
          />
          <View style={styles.texts}>
            <Text variant="caption" weight="600" tone={severity === "blocking" ? "danger" : "muted"}>
              {severity}
              {path === null ? null : <Text variant="caption" mono tone="default">{`  ${path}`}</Text>}
            </Text>
            <Text variant="caption" selectable>
              {message}
            </Text>
          </View>
        </View>
      ))}
      <Text variant="caption" tone="faint">
        {`Said by ${critic}`}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  findings: { gap: t.space.md },
  finding: { flexDirection: "row", gap: t.space.md },
  texts: { flex: 1, minWidth: 0, gap: 2 },
}));
