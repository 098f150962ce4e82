import { type Envelope, type JobRow, type Landing, shortId } from "@pushpals/protocol";
import { costOf, count, dollars, oneLine, span, tokens } from "@pushpals/sdk";
import { useChatTitle } from "../../lib/chats";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Card } from "../../ui/card";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { TARGET } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import { useFinger } from "../../ui/use-finger";
import { type Fact, Facts } from "../work/facts";

export interface JobFactsProps {
  job: JobRow;
  landed: Landing | null;
  events: readonly Envelope[];
}

/** What there is to know of a job besides its story. */
export function JobFacts({ job, landed, events }: JobFactsProps) {
  const now = useNow(5_000);
  const cost = costOf(events);
  const chat = useChatTitle(job.sessionId);
  const facts: Fact[] = [
    { name: "Job", value: shortId(job.jobId), mono: true },
    { name: "Chat", value: <Go href={routes.chat(job.sessionId)} text={oneLine(chat ?? job.sessionId, 60)} /> },
    ...(job.claimedBy === null
      ? []
      : [{ name: "Worker", value: <Go href={routes.worker(job.claimedBy)} text={job.claimedBy} /> }]),
    ...(job.lane === null ? [] : [{ name: "Lane", value: job.lane === "openhands" ? "agent" : "deterministic" }]),
    ...(job.claimedAt === null ? [] : [{ name: "Ran for", value: span((job.finishedAt ?? now) - job.claimedAt) }]),
    { name: "Waited", value: span((job.claimedAt ?? job.finishedAt ?? now) - job.enqueuedAt) },
    ...(job.attempts > 1 ? [{ name: "Attempts", value: `${job.attempts} of ${job.maxAttempts}` }] : []),
    ...(job.commitSha === null ? [] : [{ name: "Commit", value: job.commitSha.slice(0, 9), mono: true }]),
    ...(job.branch === null ? [] : [{ name: "Branch", value: job.branch, mono: true }]),
    ...(landed === null ? [] : landingFacts(landed)),
  ];
  return (
    <>
      <Card title="Facts">
        <Facts facts={facts} />
      </Card>
      <Card title="Cost">
        {cost === null ? (
          <Text variant="caption" tone="muted">
            {job.lane === "deterministic" ? "Nothing: no model was asked." : "No use of a model is known yet."}
          </Text>
        ) : (
          <Facts
            facts={[
              { name: "Price", value: cost.usd === null ? "no price is configured" : dollars(cost.usd) },
              { name: "Tokens", value: `${tokens(cost.inputTokens)} in, ${tokens(cost.outputTokens)} out` },
              { name: "Calls", value: count(cost.calls, "call") },
              ...(cost.models.length > 0 ? [{ name: "Model", value: cost.models.join(", ") }] : []),
              ...(cost.partial ? [{ name: "Note", value: "at least this much: not all was counted" }] : []),
            ]}
          />
        )}
      </Card>
    </>
  );
}

const landingFacts = (landed: Landing): Fact[] => [
  { name: "Landed as", value: landed.commitSha.slice(0, 9), mono: true },
  { name: "On", value: landed.branch, mono: true },
  { name: "Proven on", value: landed.remote ?? "the local repository" },
  { name: "Checks", value: landed.checks === "passed" ? "passed" : "ungated" },
];

function Go({ href, text }: { href: string; text: string }) {
  const styles = useStyles();
  const finger = useFinger();
  return (
    <Touch href={href as "/"} style={() => (finger ? styles.finger : null)}>
      <Text variant="caption" tone="accent" weight="600" align="right">
        {text}
      </Text>
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  // The row of a fact is lower than a finger needs: what can be pressed reaches into the space around it.
  finger: { minHeight: TARGET, marginVertical: -t.space.sm, justifyContent: "center" },
}));
