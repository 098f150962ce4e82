import { type JobRow, type jobRoutes, type RouteReply, shortId } from "@pushpals/protocol";
import { useLocalSearchParams } from "expo-router";
import FileDiff from "lucide-react-native/icons/file-diff";
import List from "lucide-react-native/icons/list";
import { useState } from "react";
import { View } from "react-native";
import { useCommand } from "../../lib/commands/store";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { IconButton } from "../../ui/icon-button";
import { Screen } from "../../ui/screen";
import { SegmentedControl } from "../../ui/segmented-control";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { ApprovalCard } from "../approvals/approval-card";
import { usePendingApproval } from "../work/use-pending-approval";
import { DiffList } from "./diff-list";
import { FileList } from "./file-list";
import { addresseeOf } from "./model/review-comments";
import { ReviewBar } from "./review-bar";
import { useReview } from "./use-review";

/** What a job changed, line by line, with room to say something about each of them. */
export function DiffReviewScreen() {
  const { jobId } = useLocalSearchParams<{ jobId: string }>();
  const job = useRead(["job", jobId], (client, signal) => client.jobs.get({ id: jobId }, { signal }));
  const commit = job.data?.job.commitSha ?? null;
  const diff = useRead(["diff", jobId, commit], (client, signal) => client.jobs.diff({ id: jobId }, { signal }), {
    enabled: commit !== null,
  });
  // While a newer one loads, what is read and commented on stays.
  const [shown, setShown] = useState(diff.data);
  if (diff.data && diff.data !== shown) setShown(diff.data);
  const current = diff.data ?? shown;
  if (job.data && current) return <Review job={job.data.job} diff={current} />;
  const error = job.error ?? diff.error;
  return (
    <Screen title="Changes" subtitle={`Job ${shortId(jobId)}`} backTo={routes.job(jobId)}>
      {error ? (
        <ErrorState
          title="The changes cannot be shown"
          reason={error.message}
          onRetry={() => void (job.error ? job.refetch() : diff.refetch())}
          retrying={job.isFetching || diff.isFetching}
        />
      ) : job.data && commit === null ? (
        <EmptyState icon={FileDiff} title="No changes yet" detail="They appear once the job has committed its work." />
      ) : (
        <Skeleton rows={8} label="Loading the changes" />
      )}
    </Screen>
  );
}

function Review({ job, diff }: { job: JobRow; diff: RouteReply<typeof jobRoutes.diff> }) {
  const styles = useStyles();
  const wide = useWide();
  const review = useReview(job.jobId, diff);
  const approval = usePendingApproval(job.jobId);
  const [choosing, setChoosing] = useState(false);
  const { patch, rows, comments, mode, setMode, actions, goTo, step, list } = review;
  useCommand({ title: "Next file", group: "Changes", keys: "n", keysOnly: true, run: () => step(1) });
  useCommand({ title: "Previous file", group: "Changes", keys: "p", keysOnly: true, run: () => step(-1) });
  useCommand(
    wide
      ? {
          title: mode === "split" ? "Show the diff in one column" : "Show the diff side by side",
          group: "Changes",
          keys: "s",
          run: () => setMode(mode === "split" ? "unified" : "split"),
        }
      : null,
  );
  const header = (
    <View style={styles.above}>
      {approval ? <ApprovalCard approval={approval} /> : null}
      <Text variant="caption" tone="muted">
        {addresseeOf(job) === "worker"
          ? "What it has committed so far; it is still at work. Press the number of a line to say something about it."
          : "Press the number of a line to say something about it."}
      </Text>
    </View>
  );
  return (
    <Screen
      title="Changes"
      subtitle={job.title}
      backTo={routes.job(job.jobId)}
      scroll={false}
      actions={
        wide ? (
          <View style={styles.mode}>
            <SegmentedControl
              label="How the diff is shown"
              value={mode}
              onChange={setMode}
              segments={[
                { value: "unified", title: "Unified" },
                { value: "split", title: "Split" },
              ]}
            />
          </View>
        ) : (
          <IconButton icon={List} label="Files" expanded={choosing} onPress={() => setChoosing(true)} />
        )
      }
      footer={comments.length > 0 ? <ReviewBar job={job} comments={comments} /> : null}
    >
      <View style={styles.columns}>
        {wide ? (
          <View style={styles.files}>
            <FileList patch={patch} onChoose={goTo} />
          </View>
        ) : null}
        <View style={styles.diff}>
          {patch.files.length === 0 ? (
            <EmptyState icon={FileDiff} title="Nothing changed" detail="The commit has the same tree as its base." />
          ) : (
            <DiffList rows={rows} actions={actions} header={header} list={list} />
          )}
        </View>
      </View>
      <Sheet open={choosing} onClose={() => setChoosing(false)} title="Files">
        <FileList
          patch={patch}
          onChoose={(file) => {
            setChoosing(false);
            goTo(file);
          }}
        />
      </Sheet>
    </Screen>
  );
}

const useStyles = makeStyles((t) => ({
  mode: { width: 220, paddingRight: t.space.md },
  columns: { flex: 1, flexDirection: "row", minHeight: 0 },
  files: { width: 280, borderRightWidth: 1, borderRightColor: t.color.line },
  diff: { flex: 1, minWidth: 0 },
  above: { padding: t.space.md, gap: t.space.md, maxWidth: 820 },
}));
