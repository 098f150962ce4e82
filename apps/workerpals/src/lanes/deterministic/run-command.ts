import { runSteps } from "@pushpals/shared/verify";
import { done, failed } from "../../outcome";
import { type Perform, stagedTree } from "./script-context";

const TAIL = 2_500;

/** `/run`: a shell command in the sandbox; it has to exit with 0. Its receipt names the tree it started from. */
export const runCommand: Perform<{ command: string }> = async ({ command }, context) => {
  const { sandbox, workspace, report, signal } = context;
  if (!sandbox.ok) return failed("sandbox_unavailable", sandbox.message);
  const tree = await stagedTree(context);
  if (!tree.ok) return tree;
  workspace.confineGit(sandbox.sandbox);
  const { passed, receipts } = await runSteps({
    sandbox: sandbox.sandbox,
    workspace: workspace.clone.dir,
    readOnly: workspace.clone.readOnly,
    treeSha: tree.value,
    steps: [command],
    timeoutMs: Math.max(1, context.remainingMs()),
    signal,
    onLine: (stream, line) => report.line(stream, line),
  });
  context.receipts.push(...receipts);
  const receipt = receipts.at(-1);
  const tail = receipt?.outputTail.slice(-TAIL) ?? "";
  if (passed) return done(`exit code 0\n${tail}`);
  const how =
    receipt?.exitCode != null ? `exit code ${receipt.exitCode}` : (receipt?.terminationReason ?? "not started");
  return failed("command_failed", `"${command.slice(0, 300)}" ended with ${how}.\n${tail}`, {
    command: command.slice(0, 2_000),
    exitCode: receipt?.exitCode ?? null,
    outputTail: tail,
  });
};
