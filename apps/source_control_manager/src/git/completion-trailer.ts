import type { BuildOptions } from "./build-options";
import { personLine } from "./commit-object";

export const COMPLETION_TRAILER = "PushPals-Completion";

const FOREIGN = new RegExp(`^[ \\t]*${COMPLETION_TRAILER}[ \\t]*:.*(\\n|$)`, "gim");
const TRAILER_LINE = /^(?:[A-Za-z0-9-]+: ?\S|[ \t]+\S|\(cherry picked from commit )/;

/**
 * The message with the trailer by which a landed completion is found again.
 * One that the message brings along is taken out: a job must not be able to pass for another's landing.
 */
export function withCompletionTrailer(message: string, completionId: string, signOff: string | null = null): string {
  const body = message.replace(FOREIGN, "").replace(/\s+$/, "");
  const paragraphs = body.split(/\n[ \t]*\n/);
  const last = paragraphs.at(-1) ?? "";
  const hasTrailers = paragraphs.length > 1 && last.split("\n").every((line) => TRAILER_LINE.test(line));
  const signed = signOff === null || last.split("\n").includes(signOff) ? "" : `${signOff}\n`;
  const trailer = `${signed}${COMPLETION_TRAILER}: ${completionId}\n`;
  return body === "" ? trailer : `${body}${hasTrailers ? "\n" : "\n\n"}${trailer}`;
}

/** The message of a commit made for a landing. Text of one character per byte, as all of a commit object here. */
export function landingMessage(
  message: string,
  { completion, committer, signOff }: Pick<BuildOptions, "completion" | "committer" | "signOff">,
): string {
  const person = personLine(committer.name, committer.email, 0).replace(/ 0 \+0000$/, "");
  return withCompletionTrailer(message, completion.completionId, signOff ? `Signed-off-by: ${person}` : null);
}

/** Pattern for `git log -E --grep`. Ids are UUIDs: nothing to escape. */
export const trailerPattern = (completionId: string): string => `^${COMPLETION_TRAILER}: ${completionId}$`;
