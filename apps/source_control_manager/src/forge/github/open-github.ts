import { Octokit } from "@octokit/core";
import { mayCarryToken } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import type { z } from "zod";
import type { GitHubForge } from "../find-forge";
import { ForeignHost, guardedFetch } from "./guarded-fetch";
import { type Asked, type Trouble, troubleOf } from "./trouble";

export type Answer<T> = { ok: true; data: T } | { ok: false; trouble: Trouble };

/** What every call takes. */
export interface Common {
  owner: string;
  repo: string;
  request: { signal: AbortSignal };
}

/** A repository on a GitHub, with the right to call it. */
export interface GitHub {
  owner: string;
  /** Makes one call and checks its answer. Rejects on bugs alone. */
  ask<S extends z.ZodType>(
    doing: string,
    reply: S,
    call: (request: Octokit["request"], common: Common) => Promise<{ data: unknown }>,
    signal: AbortSignal,
  ): Promise<Answer<z.infer<S>>>;
}

export interface GitHubOptions {
  forge: GitHubForge;
  token: string;
  log: Log;
  /** Limit of one exchange. */
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 20_000;
const API_VERSION = "2022-11-28";

/** One call is one exchange: whether and when it is made again is the reconciler's to decide. */
export function openGitHub({ forge, token, log, timeoutMs = TIMEOUT_MS }: GitHubOptions): GitHub {
  const api = new URL(forge.api);
  const { owner, repo } = forge;
  const quiet = (message: string) => log.debug({ host: api.host }, message);
  const octokit = new Octokit({
    auth: token,
    baseUrl: forge.api,
    userAgent: "pushpals",
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: { fetch: guardedFetch(api.origin, timeoutMs) },
  });
  octokit.hook.before("request", (options) => {
    options.headers["x-github-api-version"] = API_VERSION;
  });
  const asked = (doing: string): Asked => ({ doing, repository: `${owner}/${repo}`, host: api.host });
  return {
    owner,
    ask: async (doing, reply, call, signal) => {
      if (!mayCarryToken(api)) return { ok: false, trouble: readable(api.host) };
      try {
        const { data } = await call(octokit.request, { owner, repo, request: { signal } });
        const read = reply.safeParse(data);
        if (read.success) return { ok: true, data: read.data };
        const where = read.error.issues[0]?.path.join(".") ?? "";
        return passing(`${api.host} gave an answer to "${doing}" that is not GitHub's (at "${where}").`);
      } catch (error) {
        return { ok: false, trouble: troubleFrom(error, asked(doing)) };
      }
    },
  };
}

/** What a failed call threw. Only texts are kept: the error itself knows the request with its headers. */
function troubleFrom(error: unknown, asked: Asked): Trouble {
  if (!(error instanceof Error)) throw error;
  const response = "response" in error ? (error.response as Parameters<typeof troubleOf>[0] | undefined) : undefined;
  if (response) return troubleOf(response, asked, Date.now());
  if (!("status" in error)) throw error;
  const cause = error.cause instanceof Error ? error.cause : error;
  if (cause instanceof ForeignHost)
    return {
      kind: "person",
      message: `${cause.message}; the token was not sent there.`,
      next: "Set the remote's address, or source_control_manager.forge_url, to where the repository is now.",
    };
  const why = cause.name === "TimeoutError" ? "no answer in time" : cause.message;
  return { kind: "passing", message: `${asked.host} could not be asked to "${asked.doing}": ${why}` };
}

const passing = (message: string): { ok: false; trouble: Trouble } => ({
  ok: false,
  trouble: { kind: "passing", message },
});

const readable = (host: string): Trouble => ({
  kind: "person",
  message: `The token is not sent to ${host} over plain HTTP: the network could read it.`,
  next: "Set source_control_manager.forge_url to its https address.",
});
