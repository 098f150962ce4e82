import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { code, fenced, plain } from "./markdown";

const SHOWN = 20;

/** The last commits of a branch, tag or commit; of HEAD when none is named. */
export async function gitLog(ref: string | undefined, context: AnswerContext): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const found = await opened.repository.read(
    [
      "log",
      `--max-count=${SHOWN}`,
      "--no-color",
      "--no-show-signature",
      "--date=short",
      "--format=%h %ad %an: %s",
      "--end-of-options",
      ref ?? "HEAD",
      "--",
    ],
    context.signal,
  );
  if (!found.ok)
    return ref === undefined
      ? "There is no commit yet."
      : `There is no commit named ${code(ref)} in your repository; what is only on a remote has to be fetched first.`;
  return fenced(found.stdout);
}
