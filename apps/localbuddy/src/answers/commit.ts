import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { code, cut, fenced, paragraphs, plain } from "./markdown";

const MAX_CHARS = 60_000;
const FORMAT = [
  "--no-color",
  "--no-show-signature",
  "--no-ext-diff",
  "--no-textconv",
  "--ignore-submodules=all",
  "--date=iso-local",
  "--stat=100",
  "--patch",
  "--format=%H%n%an, %ad%n%n%B",
];

/** One commit: who, when, why and what it changed; null when there is none of that name. */
export async function commit(rev: string, context: AnswerContext): Promise<Answer | null> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const found = await opened.repository.read(
    ["show", ...FORMAT, "--end-of-options", `${rev}^{commit}`, "--"],
    context.signal,
  );
  if (!found.ok && !found.outputTruncated) return null;
  const shown = cut(found.stdout, MAX_CHARS);
  return paragraphs(
    `**Commit ${code(rev)}**`,
    fenced(shown.text, "diff"),
    shown.cut ? `Cut after ${MAX_CHARS} characters.` : "",
  );
}

export const noCommit = (rev: string): string =>
  `There is no commit named ${code(rev)} in your repository; what is only on a remote has to be fetched first.`;
