import { readState, writeState } from "../lanes/openhands/agent-state";
import { done, failed, type Outcome } from "../outcome";
import type { WorkerSetup } from "../worker-setup";
import type { JobWorkspace } from "./job-workspace";

const TOLD =
  "Others have landed changes of the same files while you worked, and what you made was put onto theirs. Where both differ " +
  "git has left its marks (<<<<<<<, =======, >>>>>>>): first what has landed, which must stay, then what you made. Bring " +
  "both together, take all marks out, and see to it that the task is done on this new state. Git says:";

/**
 * Puts a workspace, all of which is committed as `change`, onto the head that has landed. With `keep` the files are the
 * merge of both, with git's marks where they are at odds; else they are as the head has them. The answer is for whoever goes
 * on there.
 */
export async function moveOnto(
  setup: Pick<WorkerSetup, "mirror">,
  workspace: JobWorkspace,
  { onto, change, keep, signal }: { onto: string; change: string; keep: boolean; signal: AbortSignal },
): Promise<Outcome<string>> {
  const merged = keep ? await setup.mirror.merge(onto, change, signal) : null;
  if (merged?.kind === "failed")
    return failed("workspace_failed", `git could not merge: ${merged.result.stderr.trim()}`);
  const tree = merged?.tree ?? (await setup.mirror.treeOf(onto));
  const { clone, sandbox } = workspace;
  const moved = await setup.mirror.moveWorkspace({ workspace: clone, sandbox, onto, tree, signal });
  if (!moved.ok) return failed("workspace_failed", moved.message);
  workspace.movedTo(moved.workspace);
  // Whoever goes on here after a crash has to know what the files stand on.
  const state = await readState(clone.dir);
  if (state !== null) await writeState(clone.dir, { ...state, baseSha: onto });
  const said = merged?.kind === "conflict" ? merged.messages : "";
  return done([TOLD, said].filter((part) => part !== "").join("\n"));
}
