import { gitFailureClass } from "../failure-class";
import { git, saidBy } from "../git";
import { checkRef, checkSha } from "../names";
import type { GitResult, PushOptions, PushResult } from "../types";
import type { Origin } from "./origin";
import { isAncestor } from "./refs";
import type { Stores } from "./stores";

const PUSH_TIMEOUT_MS = 600_000;
/** The first lines of a hook or a forge name the cause; what follows is advice. */
const REMOTE_LINES = 5;

/** Moves one ref of the origin, from `expectedOld` alone. A ref that is at `sha` already counts as moved. */
export async function pushRef(stores: Stores, origin: Origin, options: PushOptions): Promise<PushResult> {
  const { sha, ref, expectedOld } = options;
  if (expectedOld !== null && !options.force && !(await isAncestor(stores.mirror, expectedOld, sha))) {
    return {
      ok: false,
      class: "rejected",
      message: `${sha} does not descend from ${expectedOld}: not a fast-forward.`,
    };
  }
  const inUse = origin.localGitDir === null ? null : await checkedOutAt(origin.localGitDir, ref);
  if (inUse !== null) {
    const message = `The branch of ${ref} is checked out in ${inUse}. Switch that work tree to another branch.`;
    return { ok: false, class: "rejected", message };
  }
  const pushed = await git(
    [
      ...["push", "--porcelain", "--no-verify", "--no-follow-tags", ...origin.pushOptions],
      ...(options.dryRun ? ["--dry-run"] : []),
      `--force-with-lease=${checkRef(ref)}:${expectedOld === null ? "" : checkSha(expectedOld)}`,
      ...["--end-of-options", origin.pushUrl, `${checkSha(sha)}:${ref}`],
    ],
    { gitDir: stores.mirror, access: origin.pushAccess, timeoutMs: PUSH_TIMEOUT_MS, signal: options.signal },
  );
  return answerOf(pushed);
}

/** Deletes one ref of the origin, from `expectedOld` alone. */
export async function deleteThere(
  stores: Stores,
  origin: Origin,
  options: { ref: string; expectedOld: string; signal?: AbortSignal | undefined },
): Promise<PushResult> {
  const ref = checkRef(options.ref);
  const lease = `--force-with-lease=${ref}:${checkSha(options.expectedOld)}`;
  const pushed = await git(
    [
      ...["push", "--porcelain", "--no-verify", "--no-follow-tags", ...origin.pushOptions, lease],
      ...["--end-of-options", origin.pushUrl, `:${ref}`],
    ],
    { gitDir: stores.mirror, access: origin.pushAccess, timeoutMs: PUSH_TIMEOUT_MS, signal: options.signal },
  );
  return answerOf(pushed);
}

function answerOf(pushed: GitResult): PushResult {
  if (pushed.ok) return { ok: true };
  const kind = gitFailureClass(pushed);
  const refusal = pushed.stdout.split("\n").find((line) => line.startsWith("!"));
  if (!refusal) return { ok: false, class: kind, message: saidBy(pushed) };
  const [_mark, _refs, ...reason] = refusal.split("\t");
  const message = [...reason, ...remoteWords(pushed.stderr)].join(" ");
  return { ok: false, class: kind === "full" ? "full" : "rejected", message };
}

/** What the other side says of its refusal, such as the rule of a protected branch. */
function remoteWords(stderr: string): string[] {
  const lines = stderr
    .split("\n")
    .flatMap((line) => /^remote:\s*(?!error: hook declined)(\S.*?)\s*$/.exec(line)?.[1] ?? []);
  return lines.length === 0 ? [] : [`It says: ${lines.slice(0, REMOTE_LINES).join(" ")}`];
}

/** The work tree of the user's repository that has this branch checked out: moving it would make that tree look changed. */
async function checkedOutAt(gitDir: string, ref: string): Promise<string | null> {
  const listed = await git(["worktree", "list", "--porcelain", "-z"], { gitDir });
  for (const entry of listed.stdout.split("\0\0")) {
    const fields = entry.split("\0");
    if (fields.includes("bare") || !fields.includes(`branch ${ref}`)) continue;
    return fields.find((field) => field.startsWith("worktree "))?.slice("worktree ".length) ?? gitDir;
  }
  return null;
}
