import type { Approval, Failure, FailureCode, Receipt, Review, TaskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import { Budget } from "./budget";
import { type Commit, commitChange } from "./commit-change";
import type { LaneResult } from "./lanes/lane";
import { Conversation } from "./lanes/openhands/conversation";
import { done, type Outcome } from "./outcome";
import type { Waits } from "./park-job";
import type { JobReport } from "./report/job-report";
import { findChangePlace } from "./schedule/find-change-place";
import type { ChangePlace } from "./schedule/place-change";
import { some } from "./schedule/words";
import { showChange } from "./show-change";
import { type Judged, judgeChange } from "./verify/judge-change";
import { marksLeft } from "./verify/marks-left";
import { validateTree } from "./verify/validate-tree";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";
import { moveOnto } from "./workspace/move-onto";
import { rescueRef } from "./workspace/rescue-work";

export interface Producing {
  setup: WorkerSetup;
  jobId: string;
  params: TaskExecuteParams;
  work: Pick<WorkContext, "leaseToken" | "signal" | "abortReason" | "onMessage">;
  /** What the job was parked for, as it was decided. */
  decided?: Approval | undefined;
  report: JobReport;
  workspace: JobWorkspace;
  execution: Budget;
  finalization: Budget;
}

/** What became of it: a change, or the job's going back until something else has happened. */
export type Production = Produced | Parked;

export interface Produced {
  kind: "change";
  lane: LaneResult;
  /** Null when nothing was changed and nothing had to be. */
  commit: Commit | null;
  validation: Receipt[];
  review: Review | null;
}

/** Nothing yet: something else has to happen first. */
export interface Parked {
  kind: "parked";
  waitsFor: Waits;
}

/** What an agent can put right when it is told. */
const MENDABLE: readonly FailureCode[] = [
  "nothing_changed",
  "merge_conflict",
  "tests_weakened",
  "validation_failed",
  "critic_objects",
];
/** How often a change is put onto what has landed meanwhile; after that the landing decides. */
const MAX_MOVES = 3;
/** Far more than git needs to merge a few commits. */
const PLACING_MS = 600_000;

/**
 * lane -> commit -> place -> validation. The commit comes before the validation, and into the mirror, so that what is
 * proven is a tree that nothing can change any more; and nothing is proven that git can tell not to fit. A script has one
 * try; an agent gets its work back with what was found, up to `maxRevisions` times, and as often as a person has said
 * something that it has not heard yet.
 */
export async function produceChange(producing: Producing): Promise<Outcome<Production>> {
  const { setup, params, report, work, decided } = producing;
  const isAgent = params.lane === "openhands";
  const rounds = isAgent ? setup.maxRevisions : 0;
  const history: string[] = [];
  let round = 0;
  const conversation = new Conversation();
  if (isAgent) work.onMessage((message) => conversation.hear(message));
  let given: Given = { findings: [], marked: [], moves: 0, isLast: rounds === 0, conversation, decided };
  for (;;) {
    const tried = await tryOnce(producing, given);
    if (!tried.ok) return tried;
    const { value } = tried;
    if (value.kind === "parked") return done(value);
    if (value.kind === "change" && !conversation.isOpen) return done(value);
    given = { ...given, decided: undefined };
    if (value.kind === "change") {
      // What it has made is not all that was asked for any more.
      if (value.commit) await withdraw(producing, value.commit);
      report.progress("lane", "Back to the agent with what was said meanwhile");
      given = { ...given, findings: [] };
      continue;
    }
    if (value.kind === "moved") {
      given = { ...given, findings: [value.finding], marked: value.files, moves: given.moves + 1 };
      continue;
    }
    const { failure } = value;
    history.push(failure.message.slice(0, 1_000));
    if (round >= rounds || !MENDABLE.includes(failure.code))
      return { ok: false, failure: round === 0 ? failure : withHistory(failure, history) };
    round += 1;
    given = { ...given, findings: [failure.message], isLast: round >= rounds };
    report.progress("lane", `Back to the agent (${round} of ${rounds}): ${failure.message.split("\n")[0]}`);
  }
}

/** What a round starts from. */
interface Given {
  findings: readonly string[];
  /** Files in which git has left its marks. */
  marked: readonly string[];
  moves: number;
  conversation: Conversation;
  /** What the job was parked for, told once. */
  decided: Approval | undefined;
  /** Whether an agent will not get its work back any more. */
  isLast: boolean;
}

type Tried =
  | Production
  | { kind: "fails"; failure: Failure }
  /** The workspace stands on what has landed meanwhile. */
  | { kind: "moved"; finding: string; files: readonly string[] };

/** One round. What an agent can put right is a value with a failure in it; all else ends the job. */
async function tryOnce(producing: Producing, given: Given): Promise<Outcome<Tried>> {
  const made = await makeChange(producing, given);
  if (!made.ok) return made;
  if (made.value.kind !== "made") return done(made.value);
  const { lane, commit } = made.value;
  const placed = commit === null ? done({ kind: "free" as const }) : await placeOf(producing, commit, given);
  const stood = placed.ok && placed.value.kind === "free";
  const judged = stood ? await judge(producing, commit, given) : null;
  if (commit && !(judged?.ok && judged.value.failure === null)) await withdraw(producing, commit);
  if (!placed.ok) return placed;
  if (judged === null) return makeRoom(producing, commit as Commit, placed.value);
  if (!judged.ok) return judged;
  const { failure, validation, review } = judged.value;
  if (failure) return done({ kind: "fails", failure });
  return done({ kind: "change", lane, commit, validation, review });
}

type Made = { kind: "made"; lane: LaneResult; commit: Commit | null } | { kind: "fails"; failure: Failure } | Parked;

async function makeChange(producing: Producing, { findings, conversation, decided }: Given): Promise<Outcome<Made>> {
  const { setup, jobId, params, work, report, workspace, execution, finalization } = producing;
  const { instruction, planning, requestId, sessionId, agent, candidate, rework } = params;
  const lane = await execution.spend(work, "lane", (signal) =>
    setup.lanes[params.lane]({
      ...{ jobId, sessionId, requestId, instruction, planning, agent, rework, findings, workspace, report, signal },
      sandbox: setup.sandbox,
      onMessage: work.onMessage,
      ...{ conversation, decided },
      remainingMs: () => execution.remainingMs(),
    }),
  );
  if (!lane.ok) return lane;
  const { waitsFor } = lane.value;
  if (waitsFor) return done({ kind: "parked", waitsFor });
  const committed = await finalization.spend(work, "commit", (signal) =>
    commitChange(setup, { jobId, requestId, candidate }, workspace, lane.value, signal),
  );
  if (committed.ok) {
    if (committed.value) report.progress("commit", `Committed ${committed.value.sha.slice(0, 12)}`);
    // A script is over in a moment, and hears nothing that is said to it.
    if (committed.value && params.lane === "openhands") await showChange(setup, jobId, work, committed.value);
    return done({ kind: "made", lane: lane.value, commit: committed.value });
  }
  const { failure } = committed;
  return failure.code === "nothing_changed" ? done({ kind: "fails", failure }) : committed;
}

/** Where the change goes. That of a candidate is compared with others first, and goes nowhere by itself. */
async function placeOf(producing: Producing, commit: Commit, { moves }: Given): Promise<Outcome<ChangePlace>> {
  const { setup, jobId, params, work, report } = producing;
  if (!setup.fitBeforeProof || params.candidate !== undefined || moves >= MAX_MOVES) return done({ kind: "free" });
  // Its time is its own: a job is not to run out of its budget by waiting for others.
  const waiting = new Budget("finalization_timeout", PLACING_MS + setup.patienceMs);
  const { leaseToken } = work;
  return waiting.spend(work, "place", (signal) =>
    findChangePlace(setup, { jobId, leaseToken, commit, report, signal }),
  );
}

/** Puts the work onto what has landed, to be done again there, or parks it until others are over. */
async function makeRoom(producing: Producing, commit: Commit, place: ChangePlace): Promise<Outcome<Tried>> {
  const { setup, params, work, report, workspace, finalization } = producing;
  if (place.kind === "free") throw new Error("a change that nothing is in the way of needs no room");
  if (place.kind === "after") {
    const { jobIds, files } = place;
    return done({ kind: "parked", waitsFor: { what: "others", jobIds, files } });
  }
  report.progress(
    "lane",
    `Others have landed changes of ${some(place.files)}: doing it again on ${place.sha.slice(0, 12)}`,
  );
  const keep = params.lane === "openhands";
  const moved = await finalization.spend(work, "workspace", (signal) =>
    moveOnto(setup, workspace, { onto: place.sha, change: commit.sha, keep, signal }),
  );
  return moved.ok ? done({ kind: "moved", finding: moved.value, files: keep ? place.files : [] }) : moved;
}

async function judge(producing: Producing, commit: Commit | null, given: Given): Promise<Outcome<Judged>> {
  const { setup, params, work, report, workspace, execution } = producing;
  const { instruction, planning } = params;
  return execution.spend(work, "validation", async (signal) => {
    const how = { workspace, report, timeoutMs: execution.remainingMs(), signal };
    if (params.lane !== "openhands" || commit === null) return validate(setup, how, commit, planning.validationSteps);
    const marks = await marksLeft(setup, commit, given.marked, signal);
    if (marks !== null) return done({ failure: marks, validation: [], review: null });
    return judgeChange(setup, { ...how, commit, instruction, planning, isLast: given.isLast });
  });
}

async function validate(
  setup: WorkerSetup,
  how: Omit<Parameters<typeof validateTree>[1], "steps" | "treeSha">,
  commit: Commit | null,
  steps: readonly string[],
): Promise<Outcome<Judged>> {
  const treeSha = commit?.treeSha ?? (await setup.mirror.treeOf(how.workspace.clone.baseSha));
  const validated = await validateTree(setup, { ...how, steps, treeSha });
  return validated.ok ? done({ failure: null, validation: validated.value, review: null }) : validated;
}

/** A commit that does not stand is no result any more; an agent's is kept aside. */
async function withdraw({ setup, jobId, params, work }: Producing, commit: Commit): Promise<void> {
  if (params.lane === "openhands") await setup.mirror.updateRef(rescueRef(jobId), commit.sha);
  // After a lost claim the ref may be that of the next attempt already.
  if (!work.signal.aborted) await setup.mirror.deleteRef(commit.ref);
}

const withHistory = (failure: Failure, rounds: string[]): Failure => ({
  ...failure,
  detail: { ...failure.detail, rounds },
});
