import type { SystemStatus } from "@pushpals/protocol";
import { span } from "@pushpals/sdk";
import CircleAlert from "lucide-react-native/icons/circle-alert";
import CircleCheck from "lucide-react-native/icons/circle-check";
import CircleX from "lucide-react-native/icons/circle-x";
import { View } from "react-native";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { type Health, healthOf } from "./model/health";

const LOOKS = {
  good: { icon: CircleCheck, tone: "success" },
  attention: { icon: CircleAlert, tone: "warning" },
  bad: { icon: CircleX, tone: "danger" },
} as const;

/** Whether all is well; if not, what is wrong and what to do. */
export function HealthCard({ status }: { status: SystemStatus }) {
  const styles = useStyles();
  const health: Health = healthOf(status);
  const look = LOOKS[health.tone];
  return (
    <View style={[styles.card, styles[health.tone]]} role="status">
      <Icon of={look.icon} tone={look.tone} size={26} />
      <View style={styles.texts}>
        <Text variant="heading">{health.title}</Text>
        {health.problems.map((problem) => (
          <Text key={problem} variant="label" weight="400">
            {problem}
          </Text>
        ))}
        <Text variant="caption" tone="muted">
          {`Server up for ${span(Math.max(0, status.ts - status.startedAt))}`}
        </Text>
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  card: { flexDirection: "row", gap: t.space.lg, padding: t.space.lg, borderRadius: t.radius.lg },
  good: { backgroundColor: t.color.successSoft },
  attention: { backgroundColor: t.color.warningSoft },
  bad: { backgroundColor: t.color.dangerSoft },
  texts: { flex: 1, gap: t.space.xs, minWidth: 0 },
}));
