import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import { barePlace, type Refused } from "../../git/git-place";
import type { GitHubForge } from "../find-forge";
import type { GitHub } from "../github/open-github";
import { editPullRequest, listPullRequests, type PullRequest } from "../github/pull-requests";
import type { Trouble } from "../github/trouble";
import { type Heads, readHeads, somethingToMerge } from "./contents";
import type { ChangeEntry, Describe } from "./describe-changes";
import { addMissingLabels, editOne } from "./edit-one";
import { openOne } from "./open-one";
import { readOwnPart } from "./own-part";
import type { Told } from "./text";
import { wantedContents } from "./wanted-contents";

/** What a pass works with. */
export interface PassDesk {
  config: Pick<Config, "source_control_manager" | "workerpals">;
  mirror: Mirror;
  forge: GitHubForge;
  github: GitHub;
  describe: Describe;
}

/** How things are after a pass. */
export type Pass =
  | { at: "none" }
  /** A person closed it, and nothing has landed since. */
  | { at: "declined"; pull: PullRequest }
  | {
      at: "open";
      pull: PullRequest;
      /** Whether Push Pals had made it, in this pass or in an earlier one. */
      ours: boolean;
      entries: ChangeEntry[];
      /** What could not be done beside the text: it is tried again. */
      left: Trouble | null;
    }
  | { at: "trouble"; trouble: Trouble };

/** The pull request was opened, closed or merged by others in the middle of a round: look again. */
const AGAIN = "again";
const ROUNDS = 3;

/**
 * Looks at what ought to be (the landed work that the base branch lacks, in one open pull request) and at what is, and
 * does what is missing. Made twice, the second changes nothing. Rejects on bugs alone.
 */
export async function reconcile(desk: PassDesk, signal: AbortSignal): Promise<Pass> {
  for (let round = 1; ; round += 1) {
    const pass = await oneRound(desk, signal);
    if (pass !== AGAIN) return pass;
    if (round === ROUNDS) return outside("The pull request was another one each time that it was looked at.");
  }
}

async function oneRound(desk: PassDesk, signal: AbortSignal): Promise<Pass | typeof AGAIN> {
  const { integration_branch: head, base_branch: base } = desk.config.source_control_manager;
  const heads = await readHeads(desk.mirror, { integration: head, base });
  if (heads === null) return { at: "none" };
  const open = await listPullRequests(desk.github, { head, base }, "open", signal);
  if (!open.ok) return troubled(open.trouble);
  const current = open.data[0] ?? null;
  const compared = await somethingToMerge(barePlace(desk.mirror.dir), heads);
  if (!compared.ok) return gitFailed(compared);
  if (!compared.something) return current ? await closeEmpty(desk, current, heads, signal) : { at: "none" };

  const past = await listPullRequests(desk.github, { head, base }, "closed", signal);
  if (!past.ok) return troubled(past.trouble);
  const wanted = await wantedContents(desk, heads, past.data);
  if (!wanted.ok) return gitFailed(wanted);
  if (wanted.commits.length === 0) return current ? untouched(current) : { at: "none" };
  if (wanted.declined && !current) return { at: "declined", pull: wanted.declined };
  const described = await desk.describe(wanted.commits, signal);
  if (!described.ok) return outside(described.message);
  const told = toldOf(desk, described.entries, described.others);
  return current ? await edit(desk, current, told, signal) : await openNew(desk, told, signal);
}

async function openNew(desk: PassDesk, told: Told, signal: AbortSignal): Promise<Pass | typeof AGAIN> {
  const opened = await openOne(desk, told, signal);
  if (opened.at === "exists") return AGAIN;
  if (opened.at !== "opened") return opened;
  const { pull } = opened;
  return { at: "open", pull, ours: true, entries: [...told.entries], left: await addMissingLabels(desk, pull, signal) };
}

async function edit(desk: PassDesk, current: PullRequest, told: Told, signal: AbortSignal) {
  const edited = await editOne(
    desk.github,
    desk.config.source_control_manager.pull_request_title,
    current,
    told,
    signal,
  );
  if (!edited.ok) return troubled(edited.trouble);
  const pull = edited.data;
  if (pull.state === "closed") return AGAIN;
  const ours = readOwnPart(current.body).around !== null;
  const left = await addMissingLabels(desk, pull, signal);
  return { at: "open" as const, pull, ours, entries: [...told.entries], left };
}

/**
 * An open pull request that would change nothing any more is closed, if Push Pals wrote into it and it has no commit
 * that is not known here.
 */
async function closeEmpty(desk: PassDesk, pull: PullRequest, heads: Heads, signal: AbortSignal): Promise<Pass> {
  if (readOwnPart(pull.body).around === null || pull.head.sha !== heads.integration) return untouched(pull);
  const closed = await editPullRequest(desk.github, pull.number, { state: "closed" }, signal);
  return closed.ok ? { at: "none" } : troubled(closed.trouble);
}

const toldOf = ({ config, forge }: PassDesk, entries: ChangeEntry[], others: Told["others"]): Told => ({
  integration: config.source_control_manager.integration_branch,
  base: config.source_control_manager.base_branch,
  web: forge.web,
  compare: forge.compare,
  entries,
  others,
});

const untouched = (pull: PullRequest): Pass => ({ at: "open", pull, ours: false, entries: [], left: null });
const troubled = (trouble: Trouble): Pass => ({ at: "trouble", trouble });
const outside = (message: string): Pass => troubled({ kind: "passing", message });
const gitFailed = ({ failure }: Refused): Pass => outside(failure.message);
