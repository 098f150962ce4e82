import type { RequestContext } from "@pushpals/protocol";
import type { ReadOnlyRepository } from "../repository/open-repository";
import { readTrackedFile } from "../repository/read-tracked-file";
import { wordsLikePaths } from "./names";

const MAX_FILES = 20;
const MAX_FILE_BYTES = 512 * 1024;
const EXCERPT_LINES = 40;
const EXCERPT_CHARS = 2_000;

/** The files that a message names by their exact path, each with its length and its beginning. */
export async function namedFiles(
  prompt: string,
  tracked: ReadonlySet<string>,
  repository: ReadOnlyRepository,
  signal: AbortSignal,
): Promise<RequestContext["files"]> {
  const named = wordsLikePaths(prompt).filter((word) => tracked.has(word));
  const found: RequestContext["files"] = [];
  for (const path of named.slice(0, MAX_FILES)) {
    if (signal.aborted) break;
    const file = await readTrackedFile(repository, path, MAX_FILE_BYTES, signal);
    // What is too long to count its lines in time is left out, not told of wrongly.
    if (!file.ok || file.cut) continue;
    const lines = file.text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    const excerpt = lines.slice(0, EXCERPT_LINES).join("\n").slice(0, EXCERPT_CHARS);
    found.push({ path, lines: lines.length, excerpt });
  }
  return found;
}
