import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { code, cut, fenced, paragraphs, plain, plural } from "./markdown";

const MAX_HITS = 50;
const HITS_PER_FILE = 10;
const LINE_SHOWN = 200;

/** Where a text stands in the tracked files of the working tree. The text is taken as it is, not as an expression. */
export async function search({ text, path }: { text: string; path?: string }, context: AnswerContext): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const found = await opened.repository.read(
    [
      "grep",
      "-n",
      "-z",
      "-I",
      "-F",
      "--no-color",
      `--max-count=${HITS_PER_FILE}`,
      "-e",
      text,
      "--",
      ...(path === undefined ? [] : within(path)),
    ],
    context.signal,
  );
  // git grep: exit code 1 is "nothing found".
  if (!found.ok && !found.outputTruncated && found.exitCode !== 1)
    return `The search failed: ${plain(found.stderr || found.terminationReason)}`;
  const hits = found.stdout.split("\n").filter((line) => line.split("\0").length > 2);
  const where = path === undefined ? "" : ` in ${code(path)}`;
  if (hits.length === 0) return `${code(text)} was not found in the tracked files${where}.`;
  const shown = hits.slice(0, MAX_HITS).map(hitLine);
  return paragraphs(
    `${code(text)}: ${hits.length > MAX_HITS ? `the first ${MAX_HITS} of at least ${hits.length} places` : plural(hits.length, "place")}${where} (at most ${HITS_PER_FILE} a file)`,
    fenced(shown.join("\n")),
  );
}

/** A folder or file by its path, and folders anywhere that are called so. */
const within = (path: string): string[] => [
  `:(top,literal)${path}`,
  ...(/[/*?[\\]/.test(path) ? [] : [`:(top,glob)**/${path}/**`]),
];

/** With `-z` git puts a NUL after the path and after the number, so that neither can be mistaken. */
function hitLine(hit: string): string {
  const [path = "", line = "", ...rest] = hit.split("\0");
  const content = cut(rest.join("\0").trim(), LINE_SHOWN);
  return `${path}:${line}: ${content.text}${content.cut ? "…" : ""}`;
}
