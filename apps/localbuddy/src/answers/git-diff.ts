import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { code, cut, fenced, paragraphs, plain } from "./markdown";

const MAX_CHARS = 60_000;
const FORMAT = ["--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--stat=100", "--patch"];

/** What the working tree has changed since the last commit, or what lies between two commits (`a..b`). */
export async function gitDiff(range: string | undefined, context: AnswerContext): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const { repository } = opened;
  if (range === undefined && repository.head === null) return "There is no commit yet.";
  const found = await repository.read(["diff", ...FORMAT, "--end-of-options", range ?? "HEAD", "--"], context.signal);
  if (!found.ok && !found.outputTruncated)
    return range === undefined
      ? `git diff failed: ${plain(found.stderr || found.terminationReason)}`
      : `${code(range)} does not name commits of this repository.`;
  if (found.stdout.trim() === "")
    return range === undefined
      ? "No tracked file has changed since the last commit."
      : `${code(range)}: no difference.`;
  const shown = cut(found.stdout, MAX_CHARS);
  return paragraphs(fenced(shown.text, "diff"), shown.cut ? `Cut after ${MAX_CHARS} characters.` : "");
}
