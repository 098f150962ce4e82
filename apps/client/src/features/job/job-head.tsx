import { FAILURES, type JobRow, type Percentiles } from "@pushpals/protocol";
import { jobState, queueWords } from "@pushpals/sdk";
import Ban from "lucide-react-native/icons/ban";
import FileDiff from "lucide-react-native/icons/file-diff";
import RotateCw from "lucide-react-native/icons/rotate-cw";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import Undo2 from "lucide-react-native/icons/undo-2";
import { View } from "react-native";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Markdown } from "../../ui/markdown";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { FailureNote } from "../work/failure-note";
import { jobActions, reworkOf } from "../work/job-actions";
import { StateBadge } from "../work/state-badge";
import type { JobWork } from "../work/use-job-work";

export interface JobHeadProps {
  job: JobRow;
  work: JobWork;
  etaError: Percentiles | undefined;
  /** A decision stands below: then that is what the eye should go to. */
  decides: boolean;
  /** Shows the receipts of what was run; null where nothing was. */
  onEvidence: (() => void) | null;
}

/** Where a job stands, why, and what can be done about it. */
export function JobHead({ job, work, etaError, decides, onEvidence }: JobHeadProps) {
  const styles = useStyles();
  const queue = queueWords(job, etaError);
  const failure = job.failure?.code === "cancelled" ? null : (job.failure ?? job.landingFailure);
  return (
    <View style={styles.head}>
      <View style={styles.states}>
        <StateBadge state={jobState(job)} />
        {queue === null ? null : (
          <Text variant="caption" tone="muted">
            {queue}
          </Text>
        )}
      </View>
      {job.summary === null ? null : <Markdown text={job.summary} />}
      {failure === null ? null : (
        <FailureNote
          failure={failure}
          {...(job.failure === null ? { where: "Landing" } : {})}
          actions={<AfterFailure job={job} work={work} onEvidence={onEvidence} />}
        />
      )}
      {job.failure?.code === "cancelled" ? <Text tone="muted">{job.failure.message}</Text> : null}
      <Steps job={job} work={work} quiet={decides || failure !== null} />
    </View>
  );
}

function AfterFailure({ job, work, onEvidence }: Pick<JobHeadProps, "job" | "work" | "onEvidence">) {
  const { redrive } = jobActions(job);
  const redone = reworkOf(job.landingFailure);
  const cause = job.failure ?? job.landingFailure;
  const worth = cause !== null && FAILURES[cause.code].retry === "backoff";
  return (
    <>
      {redone === null ? null : <Button title="Open the job that does it again" href={routes.job(redone)} />}
      {redrive === null ? null : (
        <Button
          title={redrive === "job" ? "Try again" : "Try to land again"}
          icon={RotateCw}
          kind={worth ? "primary" : "secondary"}
          busy={work.busy}
          onPress={work.redrive}
        />
      )}
      {onEvidence ? <Button title="See the evidence" icon={ShieldCheck} kind="quiet" onPress={onEvidence} /> : null}
    </>
  );
}

function Steps({ job, work, quiet }: { job: JobRow; work: JobWork; quiet: boolean }) {
  const styles = useStyles();
  const can = jobActions(job);
  if (!can.review && !can.cancel && !can.undo) return null;
  return (
    <View style={styles.actions}>
      {can.review ? (
        <Button
          title="Review changes"
          icon={FileDiff}
          href={routes.jobDiff(job.jobId)}
          kind={quiet ? "secondary" : "primary"}
        />
      ) : null}
      {can.undo ? <Button title="Undo" icon={Undo2} onPress={work.undo} label="Undo this change" /> : null}
      {can.cancel ? <Button title="Cancel" icon={Ban} onPress={work.cancel} label="Cancel this job" /> : null}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  head: { gap: t.space.md },
  states: { flexDirection: "row", alignItems: "center", gap: t.space.md, flexWrap: "wrap" },
  actions: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm },
}));
