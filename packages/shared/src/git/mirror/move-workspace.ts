import { git, saidBy } from "../git";
import { checkSha } from "../names";
import type { GitResult, MoveOptions, Workspace } from "../types";
import { openWorkspace } from "../workspace";
import { publish } from "./publish";
import type { Stores } from "./stores";

/** More was never let into the mirror. */
const MAX_PACK_BYTES = 4 * 1024 * 1024 * 1024;

/**
 * Puts a workspace onto a later commit of the published history, its files as they are in `tree`. What is missing
 * goes in as a pack, which is only data; git runs in the workspace inside of the sandbox. Files that are ignored stay.
 */
export async function moveWorkspace(
  stores: Stores,
  { workspace, sandbox, onto, tree, signal }: MoveOptions,
): Promise<{ ok: true; workspace: Workspace } | { ok: false; message: string }> {
  const missing = await publish(stores, checkSha(onto), signal);
  if (missing !== null) return { ok: false, message: missing };
  const packed = await git(["pack-objects", "--revs", "--stdout", "--thin", "--delta-base-offset", "-q"], {
    gitDir: stores.mirror,
    stdin: `${onto}\n${checkSha(tree)}\n^${workspace.baseSha}\n`,
    maxOutputBytes: MAX_PACK_BYTES,
    timeoutMs: 600_000,
    signal,
  });
  if (!packed.ok) return failed(packed);
  const steps: { args: string[]; stdin?: Uint8Array }[] = [
    { args: ["index-pack", "--stdin", "--fix-thin"], stdin: packed.bytes },
    { args: ["read-tree", "--reset", "-u", "--no-recurse-submodules", tree] },
    { args: ["update-ref", "--no-deref", "HEAD", onto] },
  ];
  for (const { args, stdin } of steps) {
    const done = await workspace.git(args, { sandbox, stdin, signal, timeoutMs: 600_000 });
    if (!done.ok) return failed(done);
  }
  const { dir, readOnly } = workspace;
  return { ok: true, workspace: openWorkspace({ dir, baseSha: onto, readOnly }) };
}

const failed = (result: GitResult) => ({
  ok: false as const,
  message: `The workspace could not be put onto what has landed: ${saidBy(result)}`,
});
