import { z } from "zod";
import { durationMs, gitSha, sha256 } from "./ids";

export const sandboxTier = z.enum(["none", "process", "container"]).meta({ id: "SandboxTier" });
export type SandboxTier = z.infer<typeof sandboxTier>;

/** What Push Pals itself saw when it ran a command on a tree. */
export const receipt = z
  .strictObject({
    command: z.string(),
    exitCode: z.int().nullable(),
    /** Why the process ended: `exited`, or what ended it. */
    terminationReason: z.enum(["exited", "timeout", "cancelled", "output_limit", "signal", "spawn_failed", "idle"]),
    durationMs,
    treeSha: gitSha,
    /** SHA-256 of the whole output, and its last part for people. */
    outputSha256: sha256,
    outputTail: z.string().max(8_000),
    sandbox: sandboxTier,
  })
  .meta({ id: "Receipt" });
export type Receipt = z.infer<typeof receipt>;

export const changedFile = z.strictObject({
  path: z.string(),
  /** The path before a rename or copy. */
  from: z.string().optional(),
  status: z.enum(["added", "modified", "deleted", "renamed", "copied", "type_changed"]),
  /** Lines; null for a binary file. */
  additions: z.int().nonnegative().nullable(),
  deletions: z.int().nonnegative().nullable(),
});
export type ChangedFile = z.infer<typeof changedFile>;

/** What a commit changes against its base. Lists are cut for storage; the totals are true. */
export const diffSummary = z
  .strictObject({
    /** SHA-256 of the full patch text, before any cut: what an approval is bound to. */
    sha256,
    fileCount: z.int().nonnegative(),
    additions: z.int().nonnegative(),
    deletions: z.int().nonnegative(),
    files: z.array(changedFile).max(500),
  })
  .meta({ id: "DiffSummary" });
export type DiffSummary = z.infer<typeof diffSummary>;

/** What a critic, a model that has not done the work, has found wrong with a change that had passed its commands. */
export const reviewFinding = z.strictObject({
  /** Null when it is about the whole change. */
  path: z.string().max(1_000).nullable(),
  message: z.string().max(1_000),
  /** `blocking`: the task is not done, or something is broken; `remark`: all else. */
  severity: z.enum(["blocking", "remark"]),
});
export type ReviewFinding = z.infer<typeof reviewFinding>;

/** What the critic said of the change in the end. It adds to the evidence, and stands in for none of it. */
export const review = z
  .strictObject({
    /** The model. */
    critic: z.string(),
    findings: z.array(reviewFinding).max(20),
    /** Why there is no answer of the critic; null when there is one. */
    problem: z.string().max(1_000).nullable(),
  })
  .meta({ id: "Review" });
export type Review = z.infer<typeof review>;

/** Everything that proves a job's result. */
export const evidence = z
  .strictObject({
    baseSha: gitSha,
    treeSha: gitSha,
    diff: diffSummary,
    /** Unified diff, cut at 1 MiB; `truncated` says so. */
    patch: z.string().max(1_100_000),
    truncated: z.boolean(),
    validation: z.array(receipt).max(40),
    /** Where a critic is configured, of the changes that agents make. */
    review: review.optional(),
  })
  .meta({ id: "Evidence" });
export type Evidence = z.infer<typeof evidence>;

/** How the integration branch got its new head. */
export const landing = z
  .strictObject({
    branch: z.string(),
    /** Head of the integration branch after this landing, as seen on the remote (or the local repository). */
    commitSha: gitSha,
    treeSha: gitSha,
    /** Head before it. */
    baseSha: gitSha,
    /** The commits that this completion added, oldest first; empty if they were there already. */
    commits: z.array(gitSha).max(10_000),
    strategy: z.enum(["cherry-pick", "no-ff", "ff-only"]),
    /** Where it was proven: name of the remote, or null in local mode. */
    remote: z.string().nullable(),
    /** True when an earlier delivery had landed it. */
    alreadyLanded: z.boolean(),
    /** `ungated` when no checks are configured: never called passed. */
    checks: z.enum(["passed", "ungated"]),
    receipts: z.array(receipt).max(40),
    /** The same commits as they stand after the integration branch was rebased onto the base branch. */
    carried: z.array(gitSha).max(10_000).optional(),
    /** Red receipts of the tested tree that did not hold: the same check on the same tree was green when run again. */
    flaky: z.array(receipt).max(40).optional(),
    /**
     * Set when it landed together with others, by one push. The checks were run on `treeSha`, the tree of the head that
     * was pushed; the fields above are of this completion's own commits below it.
     */
    batch: z
      .strictObject({
        size: z.int().min(2),
        /** Place from 1 in the order of the batch. */
        position: z.int().positive(),
        headSha: gitSha,
        treeSha: gitSha,
      })
      .optional(),
  })
  .meta({ id: "Landing" });
export type Landing = z.infer<typeof landing>;
