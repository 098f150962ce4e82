import type { Receipt } from "@pushpals/protocol";
import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { isContained } from "../git/find-landed";
import { barePlace, type GitPlace, type Refused, refused } from "../git/git-place";
import { branchRef, placeName, proveLanding } from "../git/publish";
import { signedPlace } from "../git/sign-commit";
import type { CarriedStore } from "../journal/carried-store";
import { moveMirror } from "./move-mirror";
import { type BranchNames, fetchHeads, missingBase } from "./remote-heads";
import { buildSync, type SyncCandidate } from "./sync-base";

/** Others may push at the same moment: then look again, this often. */
const TRIES = 5;

/** Runs the configured checks on what would become the head. */
export type Gate = (candidate: { sha: string; tree: string }) => Promise<{ ok: true; receipts: Receipt[] } | Refused>;

export interface PrepareOptions {
  mirror: Mirror;
  config: Pick<Config, "source_control_manager" | "workerpals">;
  log: Log;
  /** Where merges are made; default is the mirror itself. */
  place?: GitPlace | undefined;
  /**
   * Without it, and with checks configured, the base branch is not brought in: that is left to whoever can check.
   */
  gate?: Gate | undefined;
  /**
   * Notes which commits a rebase replays as which, before it is pushed. Without it none is made: that is left to whoever
   * can tell the server.
   */
  carried?: Pick<CarriedStore, "write"> | undefined;
  signal?: AbortSignal | undefined;
}

export type Prepared =
  | {
      ok: true;
      /** Head of the integration branch, as the remote has it; the mirror's branch is the same now. */
      head: string;
      how: "created" | "current" | "fast_forwarded" | "merged" | "rebased" | "left";
      /** Why the base branch was left out, for a person. */
      note: string | null;
    }
  | Refused;

/**
 * Makes the integration branch ready to work on: fetches, makes it from the base branch when it is missing, brings the
 * base branch in when that is wanted, and moves the mirror's branch to what the remote has. Safe to run twice and
 * from two processes at once.
 */
export async function prepareIntegration(options: PrepareOptions): Promise<Prepared> {
  const names = branchNames(options.config);
  if (!names.ok) return names;
  for (let round = 1; ; round += 1) {
    const known = await refreshIntegration(options);
    if (!known.ok) return known;
    const { sync_base: policy } = options.config.source_control_manager;
    if (policy === "off" || known.base === null) return current(known);
    const result = await syncOnce(options, names, { integration: known.head, base: known.base }, policy);
    if (result !== "moved") return result === "current" ? current(known) : result;
    if (round === TRIES)
      return refused("integration_moved", `${names.integration} is being moved by others all the time.`);
  }
}

const current = (known: { head: string; created: boolean }): Prepared => ({
  ok: true,
  head: known.head,
  how: known.created ? "created" : "current",
  note: null,
});

export type Refreshed = { ok: true; head: string; base: string | null; created: boolean } | Refused;

/** As `prepareIntegration`, without bringing the base branch in. */
export async function refreshIntegration(options: PrepareOptions): Promise<Refreshed> {
  const { mirror, signal, log } = options;
  const names = branchNames(options.config);
  if (!names.ok) return names;
  for (let round = 1; ; round += 1) {
    const heads = await fetchHeads(mirror, names, signal);
    if (!heads.ok) return heads;
    const { integration, base } = heads;
    if (integration !== null) {
      const moved = await adoptHead(options, names.integration, integration);
      return moved.ok ? { ok: true, head: integration, base, created: round > 1 } : moved;
    }
    if (base === null) return await missingBase(mirror, names);
    const created = await mirror.push({ sha: base, ref: branchRef(names.integration), expectedOld: null, signal });
    log.info({ branch: names.integration, from: names.base, ok: created.ok }, "integration branch created");
    // Whatever the push said, the next round looks at what is there.
    if (round === TRIES || (!created.ok && created.class !== "rejected"))
      return refused(
        "remote_unavailable",
        `${names.integration} could not be created in ${placeName(mirror)}${created.ok ? "" : `: ${created.message}`}`,
      );
  }
}

/** The mirror's branch follows the remote; a head that the remote has dropped is kept under a rescue ref. */
async function adoptHead({ mirror, log }: PrepareOptions, branch: string, head: string) {
  const known = await mirror.resolve(branchRef(branch));
  if (known === head) return { ok: true as const };
  if (known !== null) {
    const kept = await isContained(barePlace(mirror.dir), known, head);
    if (!kept.ok || !kept.contained) {
      const rescue = `refs/pushpals/rescue/scm-dropped-${known.slice(0, 12)}`;
      await mirror.updateRef(rescue, known);
      log.warn({ branch, known, head, rescue }, "the remote has dropped commits of the integration branch; kept here");
    }
  }
  return await moveMirror(mirror, branch, head);
}

async function syncOnce(
  options: PrepareOptions,
  names: BranchNames,
  heads: { integration: string; base: string },
  policy: "merge" | "rebase",
): Promise<Prepared | "moved" | "current"> {
  const { mirror, config, log } = options;
  const committer = { name: config.workerpals.author_name, email: config.workerpals.author_email };
  const place = options.place ?? signedPlace(barePlace(mirror.dir), config.source_control_manager);
  const built = await buildSync(place, names, heads, committer, policy);
  // A conflict keeps the base branch out, and nothing else.
  if (!built.ok) return built.failure.code === "merge_conflict" ? leftOut(heads, built.failure.message) : built;
  if (!built.candidate) return "current";
  const left = await gateSync(options, names, built.candidate);
  if (left !== null) return leftOut(heads, left);
  const { sha, tree, how, carried } = built.candidate;
  if (how === "rebased" && !options.carried) return "current";
  if (carried.length > 0) options.carried?.write({ head: sha, carried });
  const pushed = await mirror.push({ sha, ref: branchRef(names.integration), expectedOld: heads.integration });
  const candidate = { onto: heads.integration, head: sha, tree, commits: [], skipped: [] };
  const proof = await proveLanding(mirror, names.integration, candidate, pushed);
  if (!proof.ok) return proof;
  if (!proof.there) return "moved";
  const moved = await moveMirror(mirror, names.integration, proof.head);
  if (!moved.ok) return moved;
  log.info({ branch: names.integration, base: names.base, how, head: proof.head }, "base branch brought in");
  return { ok: true, head: proof.head, how, note: null };
}

const leftOut = ({ integration: head }: { integration: string }, note: string): Prepared => ({
  ok: true,
  head,
  how: "left",
  note,
});

/** Why the candidate must not become the head; null when it may. */
async function gateSync(
  { config, gate }: PrepareOptions,
  names: BranchNames,
  candidate: SyncCandidate,
): Promise<string | null> {
  if (config.source_control_manager.checks.length === 0) return null;
  if (!gate) return `${names.base} is brought into ${names.integration} once the checks were run on the result.`;
  const checked = await gate({ sha: candidate.sha, tree: candidate.tree });
  return checked.ok ? null : `${names.base} was not brought into ${names.integration}: ${checked.failure.message}`;
}

function branchNames(config: PrepareOptions["config"]): ({ ok: true } & BranchNames) | Refused {
  const { integration_branch: integration, base_branch: base } = config.source_control_manager;
  if (integration !== base) return { ok: true, integration, base };
  return refused(
    "branch_missing",
    `source_control_manager.integration_branch and base_branch are both ${base}. Work lands on a branch of its own first: give them different names.`,
  );
}
