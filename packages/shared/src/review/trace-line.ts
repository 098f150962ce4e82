import { type LineOrigin, type Refusal, refuse } from "@pushpals/protocol";
import { type GitResult, git } from "../git/index";
import type { ReviewPlace } from "./read-review";

const TIMEOUT_MS = 20_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const DEFAULT_PATHS = 50;

/** What git knows of a line. */
export type TracedLine = Omit<LineOrigin, "ok" | "landed" | "approvals">;

/** The commit that a line comes from, read from Push Pals' own mirror. */
export async function traceLine(
  place: ReviewPlace,
  asked: { path: string; line: number; rev?: string | undefined },
  signal?: AbortSignal,
): Promise<({ ok: true } & TracedLine) | Refusal> {
  const rev = await resolveRevision(place, asked.rev, signal);
  if (typeof rev !== "string") return rev;
  const { path, line } = asked;
  const span = `-L${line},${line}`;
  // `rev` comes from rev-parse, so it is no option; blame does not know --end-of-options.
  const blamed = await read(place, ["blame", "--porcelain", span, rev, "--", path], signal);
  if (!blamed.ok) return notThere(blamed, path, line, rev);
  const fields = porcelain(blamed.stdout);
  return {
    ok: true,
    path,
    line,
    rev,
    text: fields.text,
    commitSha: fields.sha,
    author: fields.of("author"),
    committedAt: Number(fields.of("committer-time")) * 1_000,
    subject: fields.of("summary"),
  };
}

/** Paths that hold a text, those that begin with it first. */
export async function findPaths(
  place: ReviewPlace,
  asked: { text?: string | undefined; rev?: string | undefined; limit?: number | undefined },
  signal?: AbortSignal,
): Promise<{ ok: true; rev: string; paths: string[]; more: boolean } | Refusal> {
  const rev = await resolveRevision(place, asked.rev, signal);
  if (typeof rev !== "string") return rev;
  const listed = await read(place, ["ls-tree", "-r", "-z", "--name-only", "--end-of-options", rev], signal);
  if (!listed.ok && !listed.outputTruncated)
    return refuse("internal", "The files of the repository could not be read.");
  const text = (asked.text ?? "").toLowerCase();
  const found = listed.stdout.split("\0").filter((path) => path !== "" && path.toLowerCase().includes(text));
  const rank = (path: string): number => (path.toLowerCase().startsWith(text) ? 0 : 1);
  const limit = asked.limit ?? DEFAULT_PATHS;
  const paths = found.sort((a, b) => rank(a) - rank(b)).slice(0, limit);
  return { ok: true, rev, paths, more: found.length > limit };
}

/** The commit of a branch or commit; of the integration branch, or the base branch before it exists, when none is named. */
async function resolveRevision(
  { mirrorDir, integration, base }: ReviewPlace,
  rev: string | undefined,
  signal?: AbortSignal,
): Promise<string | Refusal> {
  const branches = rev === undefined ? [integration, base] : [rev];
  const names = branches.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/origin/${name}`]);
  const candidates = rev !== undefined && /^[0-9a-f]{40,64}$/.test(rev) ? [rev, ...names] : names;
  for (const candidate of candidates) {
    const args = ["rev-parse", "--quiet", "--verify", "--end-of-options", `${candidate}^{commit}`];
    const found = await git(args, { gitDir: mirrorDir, timeoutMs: TIMEOUT_MS, signal });
    if (found.ok) return found.stdout.trim();
  }
  return refuse("not_found", `Push Pals' copy of the repository has no ${branches.join(" or ")} yet.`);
}

const read = ({ mirrorDir }: ReviewPlace, args: readonly string[], signal?: AbortSignal): Promise<GitResult> =>
  git(args, { gitDir: mirrorDir, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_OUTPUT_BYTES, signal });

function notThere(blamed: GitResult, path: string, line: number, rev: string): Refusal {
  const lines = /has only (\d+) lines?/.exec(blamed.stderr)?.[1];
  if (lines !== undefined) return refuse("not_found", `${path} has ${lines} lines, so there is no line ${line}.`);
  if (/no such path/.test(blamed.stderr)) return refuse("not_found", `There is no file ${path} in ${rev.slice(0, 9)}.`);
  return refuse("not_found", `The history of ${path} could not be read.`);
}

/** One line of `git blame --porcelain`: a header, fields, and the line itself behind a tab. */
function porcelain(text: string): { sha: string; text: string; of(name: string): string } {
  const lines = text.split("\n");
  const sha = lines[0]?.split(" ", 1)[0] ?? "";
  const at = lines.findIndex((line) => line.startsWith("\t"));
  const head = lines.slice(1, at);
  return {
    sha,
    text: lines[at]?.slice(1).replace(/\r$/, "") ?? "",
    of: (name) => head.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "",
  };
}
