import { type EnvelopeOf, type LineOrigin, shortId } from "@pushpals/protocol";
import { oneLine } from "@pushpals/sdk";
import type { LucideIcon } from "lucide-react-native";
import CircleCheckBig from "lucide-react-native/icons/circle-check-big";
import Code2 from "lucide-react-native/icons/code-xml";
import GitCommit from "lucide-react-native/icons/git-commit-horizontal";
import GitMerge from "lucide-react-native/icons/git-merge";
import ListChecks from "lucide-react-native/icons/list-checks";
import MessageSquare from "lucide-react-native/icons/message-square";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import type { ReactNode } from "react";
import { View } from "react-native";
import { useChatTitle } from "../../lib/chats";
import { dateOf, timeOf } from "../../lib/format";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { Code } from "../../ui/code";
import { languageOf } from "../../ui/highlight";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { receiptGroups } from "../job/model/receipts";
import { ReviewNote } from "../work/review-note";

type Why = LineOrigin;

/** The way back from a line, one link under the other. */
export function WhyChain({ why }: { why: Why }) {
  const now = useNow(60_000);
  const at = (ts: number) => `${dateOf(ts, now)}, ${timeOf(ts)}`;
  return (
    <View role="list" aria-label="Why the line is there">
      <Link icon={Code2} title={`${why.path}, line ${why.line}`}>
        <Code
          code={why.text === "" ? " " : why.text}
          {...(languageOf(why.path) ? { language: languageOf(why.path) } : {})}
        />
      </Link>
      <Link icon={GitCommit} title={`Commit ${why.commitSha.slice(0, 9)}`} last={why.landed === null}>
        <Text>{why.subject}</Text>
        <Text variant="caption" tone="muted">
          {`${why.author} · ${at(why.committedAt)}`}
        </Text>
        {why.landed === null ? (
          <Text variant="caption" tone="muted">
            Not landed by Push Pals: there is no message, plan or proof of it here. Ask its author.
          </Text>
        ) : null}
      </Link>
      {why.landed === null ? null : <Landed landed={why.landed} approvals={why.approvals} at={at} />}
    </View>
  );
}

interface LandedProps {
  landed: NonNullable<Why["landed"]>;
  approvals: Why["approvals"];
  at: (ts: number) => string;
}

function Landed({ landed, approvals, at }: LandedProps) {
  const { job, request, prompt, events } = landed;
  const asked = events.find((one) => one.envelope.type === "message")?.envelope as EnvelopeOf<"message"> | undefined;
  const plan = events.find((one) => one.envelope.type === "plan_created")?.envelope as
    | EnvelopeOf<"plan_created">
    | undefined;
  const chat = useChatTitle(job.sessionId);
  const proofs = receiptGroups(landed.evidence?.validation ?? [], landed.landed);
  const decided = approvals.find((one) => one.status === "approved");
  return (
    <>
      <Link icon={MessageSquare} title="Asked for">
        <Text selectable numberOfLines={12}>
          {prompt ?? asked?.payload.text ?? "The message is not kept any more."}
        </Text>
        <Text variant="caption" tone="muted">
          {[
            ...(asked?.from ? [`by ${asked.from}`] : []),
            ...(chat === null ? [] : [`in “${chat}”`]),
            at(request?.enqueuedAt ?? job.enqueuedAt),
          ].join(" · ")}
        </Text>
        <Go title="Open the chat" href={routes.chat(job.sessionId)} />
      </Link>
      {plan ? (
        <Link
          icon={ListChecks}
          title={`Planned by ${plan.payload.planner === "builtin" ? "the built-in planner" : plan.payload.planner}`}
        >
          <Text variant="caption" selectable numberOfLines={4}>
            {oneLine(plan.payload.instructionPreview, 280)}
          </Text>
          <Text variant="caption" tone="muted">
            {`${plan.payload.riskLevel} risk · ${plan.payload.lane === "openhands" ? "by an agent" : "without a model"}`}
          </Text>
        </Link>
      ) : null}
      <Link icon={ShieldCheck} title="Proven">
        {proofs.flatMap((group) =>
          group.rows.map((row) => (
            <Text key={`${group.title}${row.key}`} variant="caption">
              <Text variant="code">{row.command}</Text>
              <Text variant="caption" tone={row.passed ? "success" : "danger"} weight="600">{`  ${row.verdict}`}</Text>
              <Text variant="caption" tone="muted">{`  ${group.title.toLowerCase()}`}</Text>
            </Text>
          )),
        )}
        {proofs.every((group) => group.rows.length === 0) ? (
          <Text variant="caption" tone="muted">
            Nothing was run on it: no validation steps and no checks are configured.
          </Text>
        ) : null}
        {landed.evidence?.review ? <ReviewNote review={landed.evidence.review} /> : null}
        <Go title={`Open job ${shortId(job.jobId)}`} href={routes.job(job.jobId)} />
      </Link>
      {decided ? (
        <Link icon={CircleCheckBig} title={`Approved by ${decided.decidedBy ?? "somebody"}`}>
          <Text variant="caption">{decided.reason}</Text>
          {decided.note ? <Text variant="caption">{`“${decided.note}”`}</Text> : null}
          <Text variant="caption" tone="muted">
            {at(decided.decidedAt ?? decided.createdAt)}
          </Text>
        </Link>
      ) : null}
      <Link icon={GitMerge} title="Landed" last>
        <Text variant="caption">
          {landed.landed
            ? `${landed.landed.branch} at ${landed.landed.commitSha.slice(0, 9)}, ${landed.landed.remote === null ? "in the local repository" : `seen on ${landed.landed.remote}`}, ${landed.landed.checks === "passed" ? "checks passed" : "ungated"}`
            : "How it landed is not kept any more."}
        </Text>
        <Text variant="caption" tone="muted">
          {landed.completion.finishedAt === null ? "" : at(landed.completion.finishedAt)}
        </Text>
        <Go title="See the whole change" href={routes.jobDiff(job.jobId)} />
      </Link>
    </>
  );
}

function Go({ title, href }: { title: string; href: string }) {
  const styles = useStyles();
  return (
    <View style={styles.go}>
      <Button title={title} size="sm" kind="quiet" href={href as "/"} />
    </View>
  );
}

function Link(props: { icon: LucideIcon; title: string; last?: boolean; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View role="listitem" style={styles.link}>
      <View style={styles.rail}>
        <View style={styles.sign}>
          <Icon of={props.icon} tone="accent" size={16} />
        </View>
        {props.last ? null : <View style={styles.thread} />}
      </View>
      <View style={styles.body}>
        <Text variant="heading">{props.title}</Text>
        {props.children}
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  link: { flexDirection: "row", gap: t.space.md },
  rail: { width: 32, alignItems: "center" },
  sign: {
    width: 32,
    height: 32,
    borderRadius: 16,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.accentSoft,
  },
  thread: { flex: 1, width: 2, marginVertical: 4, borderRadius: 1, backgroundColor: t.color.line },
  body: { flex: 1, minWidth: 0, gap: t.space.xs + 2, paddingTop: 5, paddingBottom: t.space.xl },
  go: { flexDirection: "row", marginLeft: -t.space.md },
}));
