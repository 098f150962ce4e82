import { z } from "zod";
import { gitSha, timestamp, uuid } from "./ids";
import { pullRequestState } from "./pull-request";

/** Where a completion in hand is. The states of a landing, as people call them; `waiting`: claimed, not begun. */
export const LANDING_STEPS = [
  "waiting",
  "importing",
  "applying",
  "checking",
  "approving",
  "pushing",
  "proving",
] as const;
export type LandingStep = (typeof LANDING_STEPS)[number];

const count = z.int().nonnegative();

/** What one SourceControlManager has done since `since`. */
export const landingFigures = z
  .strictObject({
    since: timestamp,
    landed: count,
    rejected: count,
    /** Milliseconds from the claim to the proof on the remote, over the last 1,000 landings; null without any. */
    landingMs: z.strictObject({ p50: z.number().nullable(), p95: z.number().nullable() }),
    checkRuns: count,
    /** Runs of the checks for each completion that landed; null while none did. */
    checksPerLanding: z.number().nullable(),
    /** Changes that were rejected because the checks were red with them and green without. */
    culprits: count,
    /** Red runs that did not hold: the same tree was green when run again. */
    flakes: count,
    batches: count,
  })
  .meta({ id: "LandingFigures" });
export type LandingFigures = z.infer<typeof landingFigures>;

/** How landings go, as SourceControlManager tells with each heartbeat. */
export const landingStatus = z
  .strictObject({
    /**
     * `paused`: nothing can land for a cause outside of the changes; it goes on by itself once that is mended.
     * `stopped`: the tree to land was not the tree that was tested; nothing is taken until a person has looked.
     */
    state: z.enum(["starting", "idle", "landing", "paused", "stopped"]),
    /** Why it is paused or stopped: a code of a failure, or `tested_tree_violation`. Else null. */
    reason: z.strictObject({ code: z.string(), message: z.string(), since: timestamp }).nullable(),
    /** What a person can do about it; null where nothing has to be done. */
    next: z.string().nullable(),
    /** In the order in which they were claimed. */
    inHand: z.array(z.strictObject({ completionId: uuid, step: z.enum(LANDING_STEPS), since: timestamp })).max(600),
    branch: z.string(),
    baseBranch: z.string(),
    /** Name of the remote; null in local mode, and until it is known. */
    remote: z.string().nullable(),
    /** Head of the integration branch as last seen there: what a merge of the base branch may name. */
    headSha: gitSha.nullable(),
    /** Entries of the integration branch that the base branch lacks. */
    ahead: count.nullable(),
    /** Whether checks are configured; without them landings are called ungated. */
    gated: z.boolean(),
    batchSize: z.int().positive(),
    /** Why the base branch is not brought into the integration branch at present; landings go on without it. */
    baseProblem: z.string().nullable(),
    figures: landingFigures,
    /** Null until it is ready to land. */
    pullRequest: pullRequestState.nullable(),
  })
  .meta({ id: "LandingStatus" });
export type LandingStatus = z.infer<typeof landingStatus>;
