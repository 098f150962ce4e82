import { landingHealth, type PullRequestState } from "@pushpals/protocol";
import { sourceControlManagerUrl } from "@pushpals/shared/config";
import type { Context } from "../context";
import { type Check, unwell, well } from "./check";

const LIMIT_MS = 5_000;
const NAME = "pull request";

/** How SourceControlManager fares with the forge; nothing when it is not wanted, or when nobody answers. */
export async function pullRequest(context: Context): Promise<Check[]> {
  const state = await ask(sourceControlManagerUrl(context.config));
  return state === null || state.state === "off" ? [] : [checkOf(state)];
}

/** That nobody answers is told by another check. */
async function ask(baseUrl: string): Promise<PullRequestState | null> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(LIMIT_MS) });
    const read = landingHealth.safeParse(await response.json());
    return read.success ? read.data.pullRequest : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

const WORDS: Record<Exclude<PullRequestState["state"], "problem">, string> = {
  off: "not wanted",
  starting: "not looked at yet",
  none: "nothing to merge",
  open: "open",
  declined: "closed by a person",
  waiting: "tried again by itself",
};

function checkOf({ state, url, message, next }: PullRequestState): Check {
  const page = url === null ? [] : [url];
  const said = message === null ? [] : [message];
  if (state !== "problem") return well(NAME, [WORDS[state], ...page, ...said].join(", "));
  return unwell(NAME, message ?? "not up to date", [next ?? "see what the forge says", ...page].join(" "));
}
