import { isRepoPath } from "@pushpals/protocol";
import { nulSeparated, openRepository } from "../repository/open-repository";
import { folderMeant } from "../repository/path-meant";
import type { Answer, AnswerContext } from "./answer";
import { code, fenced, paragraphs, plain, plural } from "./markdown";

const MAX_ENTRIES = 200;

/** What is in a folder of the repository, folders with the number of their files. Tracked files only. */
export async function tree(
  { path: said, named }: { path: string; named?: string },
  context: AnswerContext,
): Promise<Answer> {
  if (said !== "" && !isRepoPath(said)) return `${code(said)} is not inside the repository.`;
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const listed = await opened.repository.read(["--literal-pathspecs", "ls-files", "-z"], context.signal);
  if (!listed.ok && !listed.outputTruncated)
    return `The files could not be listed: ${plain(listed.stderr || listed.terminationReason)}`;
  const all = nulSeparated(listed.stdout);
  const path = said === "" ? "" : folderMeant(all, said);
  if (named !== undefined) return calledSo(all, path, named);
  const prefix = path === "" ? "" : `${path}/`;
  const files = all.filter((file) => file.startsWith(prefix));
  if (files.length === 0) return `There is no tracked file in ${path === "" ? "the repository" : code(path)}.`;
  const entries = entriesOf(files.map((file) => file.slice(prefix.length)));
  return paragraphs(
    `${path === "" ? "The repository" : code(`${path}/`)}: ${plural(files.length, "tracked file")}`,
    fenced(entries.slice(0, MAX_ENTRIES).join("\n")),
    entries.length > MAX_ENTRIES ? `… and ${entries.length - MAX_ENTRIES} more entries` : "",
  );
}

/** Where files of that name, or with that ending, are. */
function calledSo(all: readonly string[], folder: string, named: string): string {
  const isEnding = named.startsWith(".") && !named.slice(1).includes(".");
  const ending = `${isEnding ? "" : "/"}${named.toLowerCase()}`;
  const found = all.filter(
    (file) => (folder === "" || file.startsWith(`${folder}/`)) && `/${file.toLowerCase()}`.endsWith(ending),
  );
  const which = `${isEnding ? "that end with" : "called"} ${code(named)}${folder === "" ? "" : ` in ${code(`${folder}/`)}`}`;
  if (found.length === 0) return `There are no tracked files ${which}.`;
  return paragraphs(`${plural(found.length, "file")} ${which}:`, fenced(found.slice(0, MAX_ENTRIES).join("\n")));
}

/** Folders first, each with its count, then files. */
function entriesOf(files: readonly string[]): string[] {
  const folders = new Map<string, number>();
  const plainFiles: string[] = [];
  for (const file of files) {
    const slash = file.indexOf("/");
    if (slash === -1) plainFiles.push(file);
    else {
      const folder = file.slice(0, slash);
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
  }
  return [...[...folders].map(([folder, count]) => `${folder}/  (${plural(count, "file")})`), ...plainFiles];
}
