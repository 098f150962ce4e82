import { type jobRoutes, type RouteReply, shortId } from "@pushpals/protocol";
import { useLocalSearchParams } from "expo-router";
import { useMemo, useState } from "react";
import { ScrollView, View } from "react-native";
import { useChatTitle } from "../../lib/chats";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { ErrorState } from "../../ui/error-state";
import { Screen } from "../../ui/screen";
import { Skeleton } from "../../ui/skeleton";
import { Tabs } from "../../ui/tabs";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { ApprovalCard } from "../approvals/approval-card";
import { jobActions } from "../work/job-actions";
import { Unread } from "../work/unread";
import { useJobWork } from "../work/use-job-work";
import { usePendingApproval } from "../work/use-pending-approval";
import { Evidence } from "./evidence";
import { JobChanges } from "./job-changes";
import { JobFacts } from "./job-facts";
import { JobHead } from "./job-head";
import { JobLogView } from "./job-log";
import { JobSteps } from "./job-steps";
import { receiptGroups } from "./model/receipts";
import { jobSteps } from "./model/steps";
import { TellJob } from "./tell-job";
import { type JobTab, useJobCommands } from "./use-job-commands";
import { useJobEvents } from "./use-job-events";

/** One job: where it stands, what it did, what it prints, what it changed, what proves it, and what it cost. */
export function JobScreen() {
  const { jobId } = useLocalSearchParams<{ jobId: string }>();
  const found = useRead(["job", jobId], (client, signal) => client.jobs.get({ id: jobId }, { signal }));
  if (found.data) return <Job detail={found.data} />;
  return (
    <Screen title="Job" subtitle={shortId(jobId)} backTo={routes.requests}>
      {<Unread read={found} problem="This job cannot be shown" label="Loading the job" rows={6} />}
    </Screen>
  );
}

type Detail = RouteReply<typeof jobRoutes.get>;

function Job({ detail }: { detail: Detail }) {
  const { job, receipts, review, landed } = detail;
  const styles = useStyles();
  const wide = useWide();
  const [tab, setTab] = useState<JobTab>("overview");
  const work = useJobWork(job);
  const chat = useChatTitle(job.sessionId);
  useJobCommands({ job, work, setTab });
  const groups = receiptGroups(receipts, landed, job.failure ?? job.landingFailure);
  const proofs = groups.flatMap(({ rows }) => rows).length + (review === null ? 0 : 1);
  return (
    <Screen
      title={job.title}
      subtitle={`Job ${shortId(job.jobId)}${chat === null ? "" : ` in “${chat}”`}`}
      backTo={routes.requests}
      scroll={false}
      under={
        <Tabs
          label="Views of the job"
          value={tab}
          onChange={setTab}
          segments={[
            { value: "overview", title: "Overview" },
            { value: "log", title: "Log" },
            { value: "evidence", title: "Evidence", ...(proofs > 0 ? { count: proofs } : {}) },
          ]}
        />
      }
    >
      {tab === "log" ? (
        <JobLogView key={job.attempts} job={job} />
      ) : (
        <ScrollView style={styles.fill} contentContainerStyle={styles.content} keyboardShouldPersistTaps="handled">
          <View style={[styles.columns, wide ? styles.wide : null]}>
            {tab === "evidence" ? (
              <View style={[styles.main, wide ? styles.grow : null]}>
                <Evidence
                  receipts={receipts}
                  review={review}
                  landed={landed}
                  failure={job.failure ?? job.landingFailure}
                />
              </View>
            ) : (
              <Overview detail={detail} work={work} onEvidence={proofs > 0 ? () => setTab("evidence") : null} />
            )}
          </View>
        </ScrollView>
      )}
      {work.sheets}
    </Screen>
  );
}

interface OverviewProps {
  detail: Detail;
  work: ReturnType<typeof useJobWork>;
  onEvidence: (() => void) | null;
}

function Overview({ detail, work, onEvidence }: OverviewProps) {
  const { job, landed } = detail;
  const styles = useStyles();
  const wide = useWide();
  const events = useJobEvents(job.jobId);
  const told = events.data?.events ?? NONE;
  const steps = useMemo(() => jobSteps(told), [told]);
  const diff = useMemo(() => told.findLast((event) => event.type === "diff_ready")?.payload.diff, [told]);
  const approval = usePendingApproval(job.jobId);
  const status = useRead(["status"], (client, signal) => client.system.status({}, { signal }), {
    enabled: job.queuePosition !== null,
  });
  return (
    <>
      <View style={[styles.main, wide ? styles.grow : null]}>
        <JobHead
          job={job}
          work={work}
          decides={approval !== undefined}
          onEvidence={onEvidence}
          etaError={status.data?.queues.jobs.slo.etaErrorMs}
        />
        {approval ? <ApprovalCard approval={approval} byKeys /> : null}
        {jobActions(job).tell === null ? null : <TellJob job={job} />}
        {events.error && told.length === 0 ? (
          <ErrorState
            title="Its steps cannot be shown"
            reason={events.error.message}
            onRetry={() => void events.refetch()}
            retrying={events.isFetching}
          />
        ) : events.isPending ? (
          <Skeleton rows={5} label="Loading the steps" />
        ) : (
          <JobSteps steps={steps} />
        )}
      </View>
      <View style={wide ? styles.aside : styles.main}>
        {diff ? <JobChanges jobId={job.jobId} diff={diff} /> : null}
        <JobFacts job={job} landed={landed} events={told} />
      </View>
    </>
  );
}

const NONE: never[] = [];

const useStyles = makeStyles((t) => ({
  fill: { flex: 1 },
  content: { flexGrow: 1, alignItems: "center" },
  columns: { width: "100%", maxWidth: 1180, padding: t.space.lg, paddingBottom: t.space.xxl, gap: t.space.lg },
  wide: { flexDirection: "row", padding: t.space.xl, gap: t.space.xl },
  main: { gap: t.space.lg, minWidth: 0 },
  grow: { flex: 1 },
  aside: { width: 340, gap: t.space.lg },
}));
