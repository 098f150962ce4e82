import type { Config } from "@pushpals/shared/config";
import type { Answer, GitHub } from "../github/open-github";
import { addLabels, editPullRequest, type PullRequest } from "../github/pull-requests";
import type { Trouble } from "../github/trouble";
import { hashTitle, readOwnPart, sameBody, writeOwnPart } from "./own-part";
import { describeContents, type Told, titleOf } from "./text";

/** Brings title and description up to date; what is so already costs no call. Answers the pull request as it is now. */
export async function editOne(
  github: GitHub,
  template: string,
  pull: PullRequest,
  told: Told,
  signal: AbortSignal,
): Promise<Answer<PullRequest>> {
  const { titleHash } = readOwnPart(pull.body);
  // A title that is not the one last given is a person's own, and stays.
  const renamed = titleHash !== null && titleHash !== hashTitle(pull.title);
  const title = renamed ? pull.title : titleOf(template, told);
  const body = writeOwnPart(pull.body, renamed ? "" : title, (room) => describeContents(told, room));
  const change = { ...(title === pull.title ? {} : { title }), ...(sameBody(pull.body, body) ? {} : { body }) };
  if (Object.keys(change).length === 0) return { ok: true, data: pull };
  return await editPullRequest(github, pull.number, change, signal);
}

/** Null when all labels are there. Names are the same in any case, as GitHub has it. */
export async function addMissingLabels(
  { config, github }: { config: Pick<Config, "source_control_manager">; github: GitHub },
  pull: PullRequest,
  signal: AbortSignal,
): Promise<Trouble | null> {
  const has = new Set(pull.labels.map(({ name }) => name.toLowerCase()));
  const missing = config.source_control_manager.pull_request_labels.filter((name) => !has.has(name.toLowerCase()));
  if (missing.length === 0) return null;
  const added = await addLabels(github, pull.number, missing, signal);
  return added.ok ? null : added.trouble;
}
