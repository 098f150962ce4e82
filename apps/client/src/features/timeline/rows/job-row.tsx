import ArrowUpRight from "lucide-react-native/icons/arrow-up-right";
import RotateCw from "lucide-react-native/icons/rotate-cw";
import { memo } from "react";
import { View } from "react-native";
import { useWrite } from "../../../lib/query";
import { routes } from "../../../lib/routes";
import { Button } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import { showToast } from "../../../ui/toast";
import { TARGET } from "../../../ui/tokens";
import { Touch } from "../../../ui/touch";
import { FailureNote } from "../../work/failure-note";
import type { JobRow as Job } from "../row";
import { useChoice } from "../session-view";
import { jobPhrase } from "../words/job";
import { FoldLine } from "./fold-line";
import { Frame } from "./frame";
import { Line } from "./line";

/** A job in one line; what it did stands below it, in rows of its own, while it works or when it is opened. */
export const JobRow = memo(function JobRow({ row }: { row: Job }) {
  const styles = useStyles();
  const [chosen, choose] = useChoice(row.key);
  const isOpen = chosen ?? row.state === "running";
  const said = jobPhrase(row);
  return (
    <Frame>
      <View style={styles.across}>
        <View style={styles.fold}>
          <FoldLine isOpen={isOpen} onToggle={() => choose(!isOpen)}>
            <Line phrase={said} lines={5} />
            <Changes job={row} />
          </FoldLine>
        </View>
        <Touch
          href={routes.job(row.jobId)}
          aria-label={`Open job: ${row.title}`}
          style={({ hovered }) => [styles.open, hovered ? styles.hover : null]}
        >
          <Icon of={ArrowUpRight} size={17} tone="muted" />
        </Touch>
      </View>
      {row.state === "failed" && row.failure ? (
        <FailureNote underRow failure={row.failure} actions={<FailedActions job={row} />} />
      ) : null}
    </Frame>
  );
});

/** How much it changed; leads to the diff. */
function Changes({ job }: { job: Job }) {
  const styles = useStyles();
  const { diff } = job;
  if (!diff) return null;
  return (
    <Text
      variant="caption"
      mono
      style={styles.counts}
      aria-label={`${diff.additions} lines added, ${diff.deletions} removed`}
    >
      <Text variant="caption" mono tone="success">{`+${diff.additions}`}</Text>
      <Text variant="caption" mono tone="danger">{` −${diff.deletions}`}</Text>
    </Text>
  );
}

function FailedActions({ job }: { job: Job }) {
  const redrive = useWrite((client, id: string) => client.jobs.redrive({ id }), {
    invalidates: [["jobs"], ["job", job.jobId], ["needs-you"]],
    onRefused: (refusal) => showToast({ title: "Not tried again", detail: refusal.message, tone: "danger" }),
  });
  return (
    <>
      {job.reworkJobId === null ? (
        <Button
          title="Try again"
          size="sm"
          icon={RotateCw}
          busy={redrive.isPending}
          onPress={() => redrive.mutate(job.jobId)}
        />
      ) : null}
      {job.diff ? <Button title="See its diff" size="sm" kind="quiet" href={routes.jobDiff(job.jobId)} /> : null}
    </>
  );
}

const useStyles = makeStyles((t) => ({
  across: { flexDirection: "row", alignItems: "center", gap: t.space.xs },
  fold: { flex: 1, minWidth: 0 },
  open: { width: TARGET, height: TARGET, alignItems: "center", justifyContent: "center", borderRadius: t.radius.md },
  hover: { backgroundColor: t.color.hover },
  counts: { flexShrink: 0 },
}));
