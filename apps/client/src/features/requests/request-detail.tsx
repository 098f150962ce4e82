import { type JobRow, type RequestRow, shortId } from "@pushpals/protocol";
import { ScrollView, View } from "react-native";
import { timeOf } from "../../lib/format";
import { useRead } from "../../lib/query";
import { Card } from "../../ui/card";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { FailureNote } from "../work/failure-note";
import { JobLine } from "../work/job-line";
import { requestState } from "../work/request-state";
import { StateBadge } from "../work/state-badge";
import { Unread } from "../work/unread";
import { RequestActions } from "./request-actions";

/** One request: all that was asked, what can be done with it, and the jobs that came of it. */
export function RequestDetail({ requestId }: { requestId: string }) {
  const styles = useStyles();
  const found = useRead(["request", requestId], (client, signal) => client.requests.get({ id: requestId }, { signal }));
  const jobs = useRead(["jobs", { requestId }], (client, signal) => client.jobs.list({ requestId }, { signal }));
  if (!found.data)
    return <Unread read={found} problem="This request cannot be shown" label="Loading the request" rows={4} />;
  const { request, prompt } = found.data;
  return (
    <View style={styles.detail}>
      <View style={styles.head}>
        <StateBadge state={requestState(request)} />
        <Text variant="caption" tone="muted">
          {`Request ${shortId(request.requestId)} · ${timeOf(request.enqueuedAt)}`}
        </Text>
      </View>
      <Prompt text={prompt} />
      {request.failure === null || request.failure.code === "cancelled" ? null : (
        <FailureNote failure={request.failure} where="Planning" />
      )}
      <RequestActions request={request} />
      <Jobs request={request} jobs={jobs.data?.jobs} />
    </View>
  );
}

function Prompt({ text }: { text: string }) {
  const styles = useStyles();
  return (
    <ScrollView style={styles.prompt} tabIndex={0} role="region" aria-label="What was asked">
      <Text variant="body" selectable style={styles.promptText}>
        {text}
      </Text>
    </ScrollView>
  );
}

function Jobs({ request, jobs }: { request: RequestRow; jobs: readonly JobRow[] | undefined }) {
  if (request.jobs.length === 0) {
    const answered = request.outcome === "answered";
    return (
      <Text variant="caption" tone="muted">
        {answered ? "Answered in its chat, without a job." : "No jobs have come of it yet."}
      </Text>
    );
  }
  return (
    <Card title="Jobs" flush>
      {jobs === undefined ? (
        <Skeleton rows={request.jobs.length} label="Loading its jobs" />
      ) : (
        jobs.toReversed().map((job, index) => <JobLine key={job.jobId} job={job} last={index === jobs.length - 1} />)
      )}
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  detail: { gap: t.space.lg },
  head: { flexDirection: "row", alignItems: "center", gap: t.space.md, flexWrap: "wrap" },
  prompt: { maxHeight: 220, borderRadius: t.radius.md, backgroundColor: t.color.sunken },
  promptText: { padding: t.space.md },
}));
