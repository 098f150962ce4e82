import { saidBy } from "../git";
import { checkRef, checkSha } from "../names";
import type { ImportOptions, ImportResult } from "../types";
import { checkCommits, DEFAULT_MAX_BYTES, type Objection, tooLarge } from "./check-commits";
import { publish } from "./publish";
import { openQuarantine } from "./quarantine";
import { updateRef } from "./refs";
import type { Stores } from "./stores";

/**
 * Takes one commit out of a job's workspace. Git runs in the workspace inside of the sandbox and writes a pack to
 * its output; here that is only data. It is read into a quarantine, checked, and kept when nothing speaks against
 * it. No git of this process ever sees the workspace, its settings or its hooks.
 */
export async function importCommit(stores: Stores, options: ImportOptions): Promise<ImportResult> {
  const { sha, base, ref, signal, workspace, sandbox } = options;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const missing = await publish(stores, checkSha(base), signal);
  if (missing !== null) return { ok: false, code: "workspace_failed", message: missing };

  const packed = await workspace.git(["pack-objects", "--revs", "--stdout", "--thin", "--delta-base-offset", "-q"], {
    sandbox,
    signal,
    stdin: `${checkSha(sha)}\n^${base}\n`,
    maxOutputBytes: maxBytes,
    timeoutMs: 600_000,
  });
  if (packed.terminationReason === "output_limit") return refused(tooLarge(packed.bytes.length, maxBytes));
  if (!packed.ok) return { ok: false, code: "workspace_failed", message: `Packing failed: ${saidBy(packed)}` };

  const quarantine = await openQuarantine(stores, signal);
  try {
    const indexed = await quarantine.index(packed.bytes, maxBytes);
    if (!indexed.ok) return refused({ message: `The objects of the change are not sound: ${saidBy(indexed)}` });
    const objection = await checkCommits(quarantine, sha, base, options);
    if (objection) return refused(objection);
    await quarantine.release();
  } finally {
    await quarantine.discard();
  }
  if (await updateRef(stores.mirror, checkRef(ref), sha)) return { ok: true };
  return { ok: false, code: "workspace_failed", message: `${ref} could not be written.` };
}

const refused = (objection: Objection): ImportResult => ({ ok: false, code: "change_refused", ...objection });
