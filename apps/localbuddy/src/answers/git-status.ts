import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { code, fenced, paragraphs, plain, plural } from "./markdown";

const MAX_FILES = 100;

/** Branch, head and changed files of the user's working tree. */
export async function gitStatus(context: AnswerContext): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const { repository } = opened;
  const files = await repository.changes();
  if (files === null) return "git status failed; `git status` in the repository tells more.";
  const where = repository.branch === null ? "no branch (detached head)" : `branch ${code(repository.branch)}`;
  const head = repository.head === null ? "no commit yet" : `at ${code(repository.head.slice(0, 12))}`;
  const more = files.length > MAX_FILES ? `\n… and ${files.length - MAX_FILES} more` : "";
  return paragraphs(
    `On ${where}, ${head}. ${files.length === 0 ? "The working tree is clean." : `${plural(files.length, "changed file")}:`}`,
    files.length === 0 ? "" : fenced(`${files.slice(0, MAX_FILES).join("\n")}${more}`),
    "This is your own checkout: Push Pals reads it and never writes to it.",
  );
}
