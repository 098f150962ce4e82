import type { Receipt } from "@pushpals/protocol";
import type { Built } from "./landing-state";

/** The tree about to land is not the one that was tested: a bug of ours that must stop the queue, not one item. */
export class TestedTreeViolation extends Error {
  override name = "TestedTreeViolation";
}

/**
 * Tested tree = landed tree. `tree` is what the object store says of the commit to push. Each configured check must
 * have a green receipt for exactly that tree.
 */
export function assertTested(landing: {
  built: Built;
  tree: string;
  receipts: readonly Receipt[];
  checks: readonly string[];
}): void {
  const { built, tree, receipts, checks } = landing;
  const stop = (what: string): never => {
    throw new TestedTreeViolation(`${built.head} must not land: ${what}`);
  };
  if (tree !== built.tree) stop(`its tree is ${tree}, but ${built.tree} was built`);
  if (receipts.length !== checks.length) stop(`${checks.length} checks are configured, ${receipts.length} were run`);
  for (const [index, receipt] of receipts.entries()) {
    if (receipt.treeSha !== tree)
      stop(`check "${receipt.command}" was run on the tree ${receipt.treeSha}, not ${tree}`);
    if (receipt.command !== checks[index]) stop(`check "${receipt.command}" is not the configured one`);
    if (receipt.exitCode !== 0 || receipt.terminationReason !== "exited") stop(`check "${receipt.command}" is red`);
  }
}
