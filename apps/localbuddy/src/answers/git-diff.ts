import type { Question } from "../intake/rule";
import { openRepository } from "../repository/open-repository";
import { pathMeant } from "../repository/path-meant";
import type { Answer, AnswerContext } from "./answer";
import { code, cut, fenced, paragraphs, plain } from "./markdown";

const MAX_CHARS = 60_000;
const FORMAT = ["--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--stat=100", "--patch"];

/** What the working tree has changed since the last commit (`staged`: only that), or what lies between two commits (`a..b`). */
export async function gitDiff(
  { range, path: said, staged }: Omit<Extract<Question, { about: "git_diff" }>, "about">,
  context: AnswerContext,
): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const { repository } = opened;
  if (range === undefined && repository.head === null) return "There is no commit yet.";
  const [meant, more] = said === undefined ? [] : await pathMeant(repository, said, context.signal);
  const path = more === undefined ? (meant ?? said) : said;
  const found = await repository.read(
    [
      "diff",
      ...FORMAT,
      ...(staged ? ["--cached"] : []),
      "--end-of-options",
      range ?? "HEAD",
      "--",
      ...(path === undefined ? [] : [`:(top,literal)${path}`]),
    ],
    context.signal,
  );
  const where = path === undefined ? "" : ` in ${code(path)}`;
  if (!found.ok && !found.outputTruncated)
    return range === undefined
      ? `git diff failed: ${plain(found.stderr || found.terminationReason)}`
      : `${code(range)} does not name commits of this repository.`;
  if (found.stdout.trim() === "")
    return range === undefined
      ? path === undefined
        ? staged
          ? "Nothing is staged."
          : "No tracked file has changed since the last commit."
        : `Nothing has changed${where} since the last commit.`
      : `${code(range)}: no difference${where}.`;
  const shown = cut(found.stdout, MAX_CHARS);
  return paragraphs(fenced(shown.text, "diff"), shown.cut ? `Cut after ${MAX_CHARS} characters.` : "");
}
