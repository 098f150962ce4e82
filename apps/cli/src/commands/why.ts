import { type Approval, gitSha, type LineOrigin, type Receipt, type Review, refuse, shortId } from "@pushpals/protocol";
import { ago, count, oneLine, span } from "@pushpals/sdk";
import { git } from "@pushpals/shared/git";
import { reviewPlace } from "@pushpals/shared/review";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/printable";

type Explained = NonNullable<LineOrigin["landed"]>;

/** From a line or a commit back to the message, plan, evidence, checks and approval that made it. */
export async function why(context: Context, place: string): Promise<number> {
  const [, path, line] = /^(?:\.\/)?(.+):(\d+)$/.exec(place) ?? [];
  return path === undefined ? await whyCommit(context, place) : await whyLine(context, path, Number(line));
}

async function whyLine(context: Context, path: string, line: number): Promise<number> {
  const origin = await context.client.localbuddy.why({ path, line });
  if (!origin.ok) return refused(context, origin);
  if (context.json) printJson(context, origin);
  else {
    const { text, commitSha, author, committedAt, subject, landed, approvals } = origin;
    const told = [
      `${path}:${line}  ${text.trim()}`,
      row("comes from", `${commitSha.slice(0, 9)} by ${author}, ${ago(committedAt, Date.now())}: ${subject}`),
      ...(landed === null ? [row("landed", "not by Push Pals")] : explanation(landed, approvals)),
    ];
    context.out.write(`${told.map(printable).join("\n")}\n`);
  }
  return EXIT.done;
}

async function whyCommit(context: Context, name: string): Promise<number> {
  const commit = await resolve(context, name);
  if (commit === null)
    return refused(
      context,
      refuse("not_found", `There is no commit ${name}. Say a commit, or a place as in src/a.ts:10.`),
    );
  const landed = await context.client.system.auditExplain({ commit });
  if (!landed.ok) return refused(context, landed);
  if (context.json) printJson(context, landed);
  else context.out.write(`${[`commit ${commit}`, ...explanation(landed, [])].map(printable).join("\n")}\n`);
  return EXIT.done;
}

/** By Push Pals' own copy of the repository, which knows all that has landed. */
async function resolve(context: Context, name: string): Promise<string | null> {
  if (!/^[0-9a-f]{4,64}$/i.test(name)) return null;
  const args = ["rev-parse", "--quiet", "--verify", "--end-of-options", `${name}^{commit}`];
  const found = await git(args, { gitDir: reviewPlace(context.config).mirrorDir });
  return found.ok ? gitSha.parse(found.stdout.trim()) : null;
}

const row = (name: string, text: string): string => `  ${name.padEnd(12)}${text}`;

function explanation({ request, prompt, job, evidence, landed, events }: Explained, approvals: Approval[]): string[] {
  const plan = events.map(({ envelope }) => envelope).find((event) => event.type === "plan_created");
  return [
    ...(prompt === null || request === null
      ? []
      : [row("asked for", `${oneLine(prompt, 200)}  (request ${shortId(request.requestId)})`)]),
    ...(plan?.type === "plan_created"
      ? [row("planned", `${plan.payload.planner}, ${plan.payload.lane} lane, ${plan.payload.riskLevel} risk`)]
      : []),
    row(
      "done by",
      `${job.claimedBy ?? "a WorkerPal"}, job ${shortId(job.jobId)}: ${oneLine(job.summary ?? job.title, 200)}`,
    ),
    ...(evidence === null
      ? []
      : [
          row(
            "changed",
            `${count(evidence.diff.fileCount, "file")}, +${evidence.diff.additions} −${evidence.diff.deletions}`,
          ),
          ...evidence.validation.map((receipt) => row("validated", ran(receipt))),
          ...(evidence.review ? reviewed(evidence.review) : []),
        ]),
    ...approvals.map((one) =>
      row(one.status, `by ${one.decidedBy ?? "nobody"}${one.note ? `: ${oneLine(one.note, 200)}` : ""}`),
    ),
    ...(landed === null
      ? [row("landed", "not yet")]
      : [
          ...landed.receipts.map((receipt) => row("checked", ran(receipt))),
          row(
            "landed",
            `${landed.branch} at ${landed.commitSha.slice(0, 9)}, ${landed.remote ?? "local repository"}, ${landed.checks === "passed" ? "checks passed" : "ungated"}`,
          ),
        ]),
  ];
}

/** What the critic has said, finding by finding. */
export function reviewed({ critic, findings, problem }: Review): string[] {
  if (problem !== null) return [row("reviewed", oneLine(problem, 200))];
  if (findings.length === 0) return [row("reviewed", `${critic} has no findings`)];
  return findings.map(({ path, message, severity }) =>
    row("reviewed", `${critic}, ${severity}: ${path === null ? "" : `${path}: `}${oneLine(message, 200)}`),
  );
}

const ran = ({ command, exitCode, durationMs, treeSha }: Receipt): string =>
  `\`${oneLine(command, 100)}\` ended with ${exitCode} in ${span(durationMs)} on tree ${treeSha.slice(0, 9)}`;
