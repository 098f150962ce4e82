import { join } from "node:path";
import type { Failure, Receipt } from "@pushpals/protocol";
import type { Mirror } from "@pushpals/shared/git";
import type { Sandbox } from "@pushpals/shared/sandbox";
import { runSteps } from "@pushpals/shared/verify";
import { type Refused, refused } from "../git/git-place";

export interface CheckOptions {
  mirror: Mirror;
  sandbox: { ok: true; sandbox: Sandbox } | { ok: false; message: string };
  /** Folder for throwaway workspaces. */
  workspaces: string;
  steps: readonly string[];
  /** For all steps together. */
  timeoutMs: number;
  /** The commit that would land, and its tree. */
  sha: string;
  tree: string;
  signal: AbortSignal;
}

/**
 * Runs the configured checks in the sandbox, on a fresh clone of exactly the commit that would land. What they write
 * stays in that clone and goes with it. No steps: no receipts.
 */
export async function runChecks(
  options: CheckOptions,
): Promise<{ ok: true; receipts: Receipt[] } | (Refused & { red: Receipt | null })> {
  const { mirror, sandbox, steps, sha, tree, signal } = options;
  if (steps.length === 0) return { ok: true, receipts: [] };
  if (!sandbox.ok)
    return notRun("sandbox_unavailable", `The checks were not run, so nothing landed. ${sandbox.message}`);
  if ((await mirror.treeOf(sha)) !== tree) throw new Error(`the tree of ${sha} is not ${tree}`);
  const contained = sandbox.sandbox.tier !== "none";
  const cloned = await mirror.cloneWorkspace({
    dir: join(options.workspaces, `${sha.slice(0, 12)}-${crypto.randomUUID().slice(0, 8)}`),
    sha,
    objects: contained ? "shared" : "copied",
    signal,
  });
  if (!cloned.ok) return notRun("workspace_failed", `No workspace for the checks: ${cloned.message}`);
  try {
    const { workspace } = cloned;
    const { passed, receipts } = await runSteps({
      sandbox: sandbox.sandbox,
      workspace: workspace.dir,
      readOnly: workspace.readOnly,
      treeSha: tree,
      steps,
      timeoutMs: options.timeoutMs,
      signal,
    });
    return passed ? { ok: true, receipts } : redCheck(receipts);
  } finally {
    await cloned.workspace.remove();
  }
}

const notRun = (code: Failure["code"], message: string) => ({ ...refused(code, message), red: null });

function redCheck(receipts: readonly Receipt[]): Refused & { red: Receipt | null } {
  const red = receipts.at(-1);
  if (!red) throw new Error("checks that did not pass left no receipt");
  const { command, exitCode, terminationReason, outputTail } = red;
  if (terminationReason === "cancelled") return notRun("cancelled", `The check \`${command}\` was stopped.`);
  if (terminationReason === "spawn_failed")
    return notRun("sandbox_unavailable", `The check \`${command}\` could not be started: ${outputTail}`);
  const how: Record<Receipt["terminationReason"], string> = {
    exited: `failed with exit code ${exitCode}`,
    timeout: "did not end within source_control_manager.check_timeout_ms and was stopped",
    idle: "gave no sign of life and was stopped",
    cancelled: "was stopped",
    output_limit: "wrote more than it may and was stopped",
    signal: "was ended by a signal",
    spawn_failed: "could not be started",
  };
  const detail = { command, exitCode, terminationReason, outputTail, treeSha: red.treeSha, receipts: receipts.length };
  const failed = refused(
    "checks_failed",
    `The check \`${command.slice(0, 300)}\` ${how[terminationReason]} on the tree that would have landed. Nothing was landed.\n${outputTail.trim().slice(-1_200)}`,
    detail,
  );
  return { ...failed, red };
}
