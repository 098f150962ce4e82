import type { Question } from "../intake/rule";
import { openRepository } from "../repository/open-repository";
import { pathMeant } from "../repository/path-meant";
import type { Answer, AnswerContext } from "./answer";
import { code, fenced, paragraphs, plain, plural } from "./markdown";
import { gitMoment } from "./moment";

const SHOWN = 20;
const MAX_SHOWN = 200;
const FORMAT = ["--no-color", "--no-show-signature", "--date=short", "--format=%h %ad %an: %s"];

/** The last commits of a branch, tag or commit, of HEAD when none is named; of a path, an author, a time. */
export async function gitLog(
  asked: Omit<Extract<Question, { about: "git_log" }>, "about">,
  context: AnswerContext,
): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const { repository } = opened;
  const [meant, more] = asked.path === undefined ? [] : await pathMeant(repository, asked.path, context.signal);
  const path = more === undefined ? (meant ?? asked.path) : asked.path;
  const filters = [
    ...(asked.author === undefined ? [] : ["--fixed-strings", "--regexp-ignore-case", `--author=${asked.author}`]),
    ...(asked.text === undefined ? [] : ["--fixed-strings", "--regexp-ignore-case", `--grep=${asked.text}`]),
    ...(asked.since === undefined ? [] : [`--since=${gitMoment(asked.since, context.now)}`]),
    ...(asked.until === undefined ? [] : [`--until=${gitMoment(asked.until, context.now)}`]),
  ];
  const which = [
    "--end-of-options",
    asked.ref ?? "HEAD",
    "--",
    ...(path === undefined ? [] : [`:(top,literal)${path}`]),
  ];
  const shown = Math.min(asked.count ?? SHOWN, MAX_SHOWN);
  const [found, counted] = await Promise.all([
    repository.read(["log", `--max-count=${shown}`, ...FORMAT, ...filters, ...which], context.signal),
    repository.read(["rev-list", "--count", ...filters, ...which], context.signal),
  ]);
  if (!found.ok)
    return asked.ref === undefined
      ? "There is no commit yet."
      : `There is no commit named ${code(asked.ref)} in your repository; what is only on a remote has to be fetched first.`;
  const total = Number(counted.stdout.trim());
  const of = wording({ ...asked, ...(path === undefined ? {} : { path }) });
  if (total === 0) return `There is no commit${of}.`;
  const some = total > shown ? `The last ${shown} of ${total} commits` : plural(total, "commit");
  return paragraphs(counted.ok ? `${some}${of}:` : "", fenced(found.stdout));
}

/** What was left out, said, so that nobody takes some of the commits for all of them. */
function wording({
  ref,
  path,
  author,
  since,
  until,
  text,
}: Omit<Extract<Question, { about: "git_log" }>, "about">): string {
  return [
    ref === undefined ? "" : ` in ${code(ref)}`,
    path === undefined ? "" : ` that touched ${code(path)}`,
    author === undefined ? "" : ` by ${code(author)}`,
    text === undefined ? "" : ` that say ${code(text)}`,
    since === undefined ? "" : ` since ${since}`,
    until === undefined ? "" : ` until ${until}`,
  ].join("");
}
