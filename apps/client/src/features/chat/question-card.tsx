import type { JobRow } from "@pushpals/protocol";
import CircleHelp from "lucide-react-native/icons/circle-question-mark";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useSessionState } from "../timeline/session-view";

/** The jobs of a session that wait for an answer. A job asks by a message, so the pulse says when there may be another. */
export function useQuestions(sessionId: string): JobRow[] {
  const hasOpenJobs = useSessionState(({ timeline }) => [...timeline.open].some((key) => key.startsWith("job:")));
  const { data } = useRead(
    ["jobs", "asking", sessionId],
    (client, signal) => client.jobs.list({ status: "blocked", sessionId, limit: 50 }, { signal }),
    { enabled: hasOpenJobs },
  );
  return hasOpenJobs ? (data?.jobs ?? []).filter(({ question }) => question !== null) : [];
}

export function QuestionCard({ job, onAnswer }: { job: JobRow; onAnswer: () => void }) {
  const styles = useStyles();
  return (
    <View style={styles.card} role="group" aria-label={`Question of ${job.title}`}>
      <Icon of={CircleHelp} size={20} tone="warning" />
      <View style={styles.texts}>
        <Text variant="caption" tone="muted" numberOfLines={1}>
          {`${job.title} asks you`}
        </Text>
        <Text variant="label" numberOfLines={6}>
          {job.question}
        </Text>
      </View>
      <Button title="Answer" kind="primary" size="sm" onPress={onAnswer} />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  card: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    padding: t.space.md,
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.warning,
    backgroundColor: t.color.surface,
  },
  texts: { flex: 1, minWidth: 0, gap: 2 },
}));
