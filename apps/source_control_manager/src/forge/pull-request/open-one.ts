import type { Config } from "@pushpals/shared/config";
import type { GitHub } from "../github/open-github";
import { openPullRequest, type PullRequest } from "../github/pull-requests";
import type { Trouble } from "../github/trouble";
import { writeOwnPart } from "./own-part";
import { describeContents, type Told, titleOf } from "./text";

export type Opened =
  | { at: "opened"; pull: PullRequest }
  /** Somebody was faster, or an attempt arrived whose answer did not. */
  | { at: "exists" }
  /** GitHub knows the base branch to have it all. */
  | { at: "none" }
  | { at: "trouble"; trouble: Trouble };

/** Opens the pull request, as a draft where that is wanted and the repository has drafts. */
export async function openOne(
  { config, github }: { config: Pick<Config, "source_control_manager">; github: GitHub },
  told: Told,
  signal: AbortSignal,
): Promise<Opened> {
  const { pull_request_title: template, pull_request_draft: draft } = config.source_control_manager;
  const title = titleOf(template, told);
  const body = writeOwnPart(null, title, (room) => describeContents(told, room));
  const wanted = { title, body, head: told.integration, base: told.base };
  const opened = await openPullRequest(github, { ...wanted, draft }, signal);
  const again = draft && !opened.ok && isRefusedFor(opened.trouble, /draft pull requests are not supported/i);
  const answer = again ? await openPullRequest(github, { ...wanted, draft: false }, signal) : opened;
  if (answer.ok) return { at: "opened", pull: answer.data };
  if (isRefusedFor(answer.trouble, /pull request already exists/i)) return { at: "exists" };
  if (isRefusedFor(answer.trouble, /no commits between/i)) return { at: "none" };
  return { at: "trouble", trouble: answer.trouble };
}

const isRefusedFor = (trouble: Trouble, reason: RegExp): boolean =>
  trouble.kind === "refused" && reason.test(trouble.message);
