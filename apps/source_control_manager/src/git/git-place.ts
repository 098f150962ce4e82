import type { Failure } from "@pushpals/protocol";
import { type GitOptions, type GitResult, git, gitFailureClass } from "@pushpals/shared/git";

export type PlaceOptions = Pick<GitOptions, "stdin" | "timeoutMs" | "signal" | "maxOutputBytes" | "env">;

/** A repository to run git in: the mirror itself, or the work tree that belongs to it. */
export interface GitPlace {
  git(args: readonly string[], options?: PlaceOptions): Promise<GitResult>;
  /** Signs the content of a commit; absent where commits are not signed. */
  sign?: Sign | undefined;
}

/** An armoured signature of these bytes. */
export type Sign = (payload: Uint8Array) => Promise<{ ok: true; signature: string } | Refused>;

export const barePlace = (gitDir: string): GitPlace => ({
  git: (args, options) => git(args, { gitDir, ...options }),
});

export const workTreePlace = (gitDir: string, workTree: string): GitPlace => ({
  git: (args, options) => git(args, { gitDir, workTree, cwd: workTree, ...options }),
});

export type Refused = { ok: false; failure: Failure };

export const refused = (code: Failure["code"], message: string, detail?: Failure["detail"]): Refused => ({
  ok: false,
  failure: { code, message: message.slice(0, 4_000), ...(detail ? { detail } : {}) },
});

/** A git command of our own that should have worked: a lock, the network or a full disk pauses, else it is our trouble. */
export function gitTrouble(doing: string, result: GitResult): Refused {
  const words = lastWords(result.stderr) || `git ended by ${result.terminationReason} with code ${result.exitCode}`;
  if (gitFailureClass(result) === "full") return refused("workspace_failed", `${doing}, for want of room: ${words}`);
  return refused(isOutside(result) ? "remote_unavailable" : "internal", `${doing}: ${words}`);
}

/** Whether a call failed for a cause that passes by itself, or that a person mends elsewhere. */
export const isOutside = (result: GitResult): boolean => ["lock", "network", "auth"].includes(gitFailureClass(result));

/** The end of git's messages, short enough for a person. */
export const lastWords = (stderr: string): string => stderr.trim().split("\n").slice(-6).join("\n").slice(-1_500);
