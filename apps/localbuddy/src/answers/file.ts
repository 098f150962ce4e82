import { openRepository } from "../repository/open-repository";
import { pathMeant } from "../repository/path-meant";
import { readTrackedFile, type TrackedFile } from "../repository/read-tracked-file";
import type { Answer, AnswerContext } from "./answer";
import { code, cut, fenced, paragraphs, plain, plural } from "./markdown";

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_LINES = 400;
const MAX_CHARS = 60_000;
const MAX_MEANT = 30;

const REFUSED: Record<Extract<TrackedFile, { ok: false }>["reason"], string> = {
  outside: "is not inside the repository",
  not_tracked: "is not tracked by git: only tracked files are shown",
  missing: "is tracked by git, but not in the working tree",
  not_a_file: "is not a file. `/tree <path>` lists a folder",
  binary: "is a binary file",
};

/** A tracked file of the working tree, or some lines of it. */
export async function file(
  wanted: { path: string; from?: number; to?: number; last?: number },
  context: AnswerContext,
): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const said = wanted.path.replace(/^\.\//, "");
  const meant = await pathMeant(opened.repository, said, context.signal);
  if (meant.length > 1)
    return paragraphs(
      `${plural(meant.length, "file")} could be meant by ${code(said)}:`,
      fenced(meant.slice(0, MAX_MEANT).join("\n")),
    );
  const [path = said] = meant;
  const found = await readTrackedFile(opened.repository, path, MAX_BYTES, context.signal);
  if (!found.ok) return `${code(path)} ${REFUSED[found.reason]}.`;
  const lines = found.text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const from = wanted.from ?? (wanted.last === undefined ? 1 : Math.max(1, lines.length - wanted.last + 1));
  if (from > lines.length && lines.length > 0)
    return `${code(path)} has ${found.cut ? "more than " : ""}${lines.length} lines; there is no line ${from} to show.`;
  const to = Math.min(wanted.to ?? lines.length, lines.length, from + MAX_LINES - 1);
  const shown = cut(lines.slice(from - 1, to).join("\n"), MAX_CHARS);
  const whole = from === 1 && to === lines.length && !found.cut && !shown.cut;
  const which = whole
    ? `${lines.length} lines`
    : `lines ${from} to ${to} of ${found.cut ? "more than " : ""}${lines.length}`;
  return paragraphs(
    `${code(path)}, ${which}`,
    fenced(shown.text, /\.([a-z0-9]{1,10})$/i.exec(path)?.[1] ?? ""),
    shown.cut ? `Cut after ${MAX_CHARS} characters.` : "",
  );
}
