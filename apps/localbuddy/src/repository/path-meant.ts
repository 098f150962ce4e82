import { isRepoPath } from "@pushpals/protocol";
import { nulSeparated, type ReadOnlyRepository } from "./open-repository";

/** Longest list of files that is looked through for a name. */
const MAX_FILES = 20_000;

/**
 * The tracked files that somebody means who writes a path: that one, else those that end with it in whatever case, a
 * plain name such as "readme" with whatever ending. Empty: there is none.
 */
export async function pathMeant(repository: ReadOnlyRepository, said: string, signal?: AbortSignal): Promise<string[]> {
  if (!isRepoPath(said)) return [];
  const listed = await repository.read(["--literal-pathspecs", "ls-files", "-z"], signal);
  const files = nulSeparated(listed.stdout).slice(0, MAX_FILES);
  if (!listed.ok || files.includes(said)) return [];
  const name = said.toLowerCase();
  const ends = (file: string) => {
    const path = file.toLowerCase();
    return path === name || path.endsWith(`/${name}`) || (!name.includes(".") && path.startsWith(`${name}.`));
  };
  return files.filter(ends).sort((a, b) => a.split("/").length - b.split("/").length);
}

/** The folder that somebody means: that one, else those anywhere that are called so. */
export function folderMeant(files: readonly string[], said: string): string {
  if (files.some((file) => file.startsWith(`${said}/`))) return said;
  const inside = files
    .map((file) => file.toLowerCase().indexOf(`/${said.toLowerCase()}/`))
    .findIndex((at) => at !== -1);
  const file = files[inside];
  return file === undefined
    ? said
    : file.slice(0, file.toLowerCase().indexOf(`/${said.toLowerCase()}/`) + said.length + 1);
}
