import type { JobRow } from "@pushpals/protocol";
import { View } from "react-native";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { TellJob } from "../job/tell-job";

/** A job that has asked something, with room for the answer. */
export function QuestionCard({ job }: { job: JobRow }) {
  const styles = useStyles();
  return (
    <View style={styles.box}>
      <View style={styles.head}>
        <Text variant="label" numberOfLines={2} style={styles.title}>
          {job.title}
        </Text>
        <Button title="Open" kind="quiet" size="sm" label={`Open: ${job.title}`} href={routes.job(job.jobId)} />
      </View>
      <TellJob job={job} />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: { gap: t.space.sm },
  head: { flexDirection: "row", alignItems: "center", gap: t.space.sm },
  title: { flex: 1 },
}));
