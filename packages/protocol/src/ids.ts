import { z } from "zod";

/**
 * A conversation's name: chosen by people or programs, safe in a URL path and a file name. `.` and `..` are not: every
 * URL parser folds them away.
 */
export const sessionId = z
  .string()
  .regex(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,64}$/, "1 to 64 of the characters a-z A-Z 0-9 . _ -, and neither . nor ..")
  .meta({ id: "SessionId", example: "dev" });

/** UUIDv7 made by the server: ordered by creation, unique everywhere. */
export const uuid = z.uuid().meta({ id: "Uuid" });

/**
 * A full id, or its last 6 to 12 hex digits as shown to people.
 * The tail, not the head: the head of a UUIDv7 is a clock, alike for all that was made together.
 */
export const idOrShortId = z
  .string()
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,12})$/i, "a full id, or its last 6 to 12 hex digits")
  .meta({ id: "IdOrShortId" });

/** How many hex digits of an id are shown to people. */
export const SHORT_ID_LENGTH = 8;

/** The short form of an id, for people. */
export const shortId = (id: string): string => id.slice(-SHORT_ID_LENGTH);

/** Name of a process that claims work. Becomes part of a branch name and of a folder's name. */
export const agentId = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/, "starts with a letter or digit, then up to 63 of a-z A-Z 0-9 _ -")
  .meta({ id: "AgentId", example: "workerpal-1" });

/** A full git object name (SHA-1 or SHA-256). Anything else, such as `--quit`, never reaches git. */
export const gitSha = z
  .string()
  .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "a full git object name of 40 or 64 hex digits")
  .meta({ id: "GitSha" });

/** Hex SHA-256 of some content. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "64 hex digits")
  .meta({ id: "Sha256" });

/** A branch name that git accepts and that cannot be taken for an option. */
export const branchName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^(?![-/.])(?!.*(\.\.|\/\/|@\{|\/\.|\.lock(\/|$)))[^\x00-\x20\x7f~^:?*[\\]+(?<![/.])$/,
    "a valid git branch name",
  )
  .meta({ id: "BranchName", example: "main_agents" });

/**
 * A path inside the repository: relative, forward slashes, no `.` or `..` parts, not inside `.git`.
 * Says nothing of symlinks: whoever writes must resolve them.
 */
export const repoPath = z
  .string()
  .min(1)
  .max(1024)
  .refine(isRepoPath, "a relative path inside the repository, without `..` and not in .git")
  .meta({ id: "RepoPath", example: "src/index.ts" });

/** Whether a path stays inside the repository by its letters alone. */
export function isRepoPath(path: string): boolean {
  if (path === "" || path.includes("\0") || path.includes("\\") || /^[a-zA-Z]:/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");
}

/** Position in a session's stream: the number of durable events up to and with this one. Dense: 1, 2, 3, … */
export const cursor = z.int().nonnegative().meta({ id: "Cursor" });

/** Milliseconds since the Unix epoch. */
export const timestamp = z.int().nonnegative().meta({ id: "Timestamp" });

/** A span of time in milliseconds. */
export const durationMs = z.int().nonnegative();

/** The caller's own key for something it may send twice. The second time gets the first answer. */
export const idempotencyKey = z.string().min(1).max(200).meta({ id: "IdempotencyKey" });

/** Proof that a claim is still the caller's. A stale one gets `lease_lost` and has no effect. */
export const leaseToken = z.string().min(1).max(100).meta({ id: "LeaseToken" });

/** How long a claim, heartbeat or look-up may be held open by the server. */
export const waitMs = z.int().min(0).max(60_000);
