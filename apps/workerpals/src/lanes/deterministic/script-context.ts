import type { Failure, Receipt } from "@pushpals/protocol";
import type { GitResult } from "@pushpals/shared/git";
import { failed, type Outcome } from "../../outcome";
import type { LaneInput } from "../lane";

/** What each operation gets. */
export interface ScriptContext extends Omit<LaneInput, "instruction"> {
  /** Receipts of the commands so far. */
  receipts: Receipt[];
}

/** One operation: what it did in a line or more, or why not. */
export type Perform<O> = (operation: O, context: ScriptContext) => Promise<Outcome<string>>;

const TAIL = 3_000;

/** Git itself failed where it must not: nothing that the script could have done better. */
export function gitFailed(what: string, result: GitResult): { ok: false; failure: Failure } {
  return failed("workspace_failed", `${what} failed in the workspace: ${gitWords(result)}`);
}

/** What git said, cut for a person. */
export function gitWords(result: GitResult): string {
  const words = (result.stderr.trim() || result.stdout.trim()).slice(-TAIL);
  return words === "" ? `git ended with ${result.exitCode ?? result.terminationReason}` : words;
}

/** Object name of the tree that the workspace makes now, with everything staged. */
export async function stagedTree(context: ScriptContext): Promise<Outcome<string>> {
  const staged = await context.workspace.stage(context.signal);
  if (!staged.ok) return gitFailed("git add", staged);
  return writeTree(context);
}

/** Object name of the tree that the index holds. */
export async function writeTree(context: ScriptContext): Promise<Outcome<string>> {
  const tree = await context.workspace.git(["write-tree"], { signal: context.signal });
  return tree.ok ? { ok: true, value: tree.stdout.trim() } : gitFailed("git write-tree", tree);
}

/** Paths that a merge left in conflict. */
export async function conflictedFiles(context: ScriptContext): Promise<string[]> {
  const listed = await context.workspace.git(["diff", "--name-only", "--diff-filter=U", "-z"], {
    signal: context.signal,
  });
  return listed.stdout.split("\0").filter((path) => path !== "");
}
