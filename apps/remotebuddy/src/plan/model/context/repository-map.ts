import { git, type Mirror } from "@pushpals/shared/git";
import { isParsed, parsedDefinitions, type TreeFile } from "./definitions";
import type { Section } from "./fit-sections";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_SYMBOLS = 4_000;
const MAX_LINE = 160;
const MANIFEST_LINES = 60;
const COMMITS = 20;
/** Folders with more files than this are told by their number. */
const LISTED_IN_FOLDER = 40;

const MANIFESTS = [
  "package.json",
  "Cargo.toml",
  "go.mod",
  "pyproject.toml",
  "Makefile",
  "pom.xml",
  "build.gradle",
  "Gemfile",
  "composer.json",
  "AGENTS.md",
];
/** Lines that define something, in languages whose syntax trees are not at hand. */
const DEFINITION =
  "^(export (default )?(async )?(function|class|interface|type|enum|const|abstract class) |(pub(\\([a-z]+\\))? )?(async )?(fn|struct|trait|enum|mod) |(async )?def |class |func |interface |type [A-Z]|module |public .*(class|interface|enum|record) )";

/** The repository as it is at the head of the integration branch: files, manifests, symbols, history. */
export async function repositoryMap(
  mirror: Mirror,
  integrationBranch: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Section[]> {
  const sha = await mirror.resolve(`refs/heads/${integrationBranch}`);
  if (sha === null)
    return [{ title: "Repository", lines: [`There is no commit on ${integrationBranch} yet.`], share: 0 }];
  const read = async (args: readonly string[]): Promise<string> => {
    const options = { gitDir: mirror.dir, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_BYTES, signal };
    const result = await git(args, options);
    return result.ok || result.outputTruncated ? result.stdout : "";
  };
  const tree = filesOf(await read(["ls-tree", "-r", "-l", "-z", sha]));
  const files = tree.map(({ path }) => path);
  const parsed = [
    ...new Set(tree.filter(isParsed).map(({ path }) => `:(exclude,glob)**/*${path.slice(path.lastIndexOf("."))}`)),
  ];
  const [manifests, definitions, symbols, history] = await Promise.all([
    readManifests(files, (path) => read(["cat-file", "blob", `${sha}:${path}`])),
    parsedDefinitions(mirror, tree, words, signal),
    read(["grep", "-n", "-I", "-E", "--no-color", "--max-count=30", "-e", DEFINITION, sha, "--", ".", ...parsed]),
    read(["log", `-n${COMMITS}`, "--format=%h %ad %s", "--date=short", sha]),
  ]);
  const title = `${integrationBranch} at ${sha.slice(0, 12)}`;
  return [
    { title: `Files of ${title} (${files.length})`, lines: treeLines(files), share: 0.2 },
    { title: "Manifests", lines: manifests, share: 0.15 },
    {
      title: "Definitions, as path:line:text",
      lines: symbolLines([...definitions, ...grepped(symbols, sha)], words),
      share: 0.25,
    },
    { title: "Recent commits", lines: linesOf(history), share: 0.05 },
  ];
}

/** Of `git ls-tree -l`; submodules are none. */
function filesOf(listed: string): TreeFile[] {
  return listed.split("\0").flatMap((line) => {
    const [, type, blob, size, path] = /^\d+ (\w+) ([0-9a-f]+) +(\S+)\t([\s\S]*)$/.exec(line) ?? [];
    return type === "blob" && blob && path ? [{ path, blob, bytes: Number(size) }] : [];
  });
}

async function readManifests(files: readonly string[], read: (path: string) => Promise<string>): Promise<string[]> {
  const present = MANIFESTS.filter((path) => files.includes(path));
  const texts = await Promise.all(present.map(read));
  return present.flatMap((path, index) => [
    `--- ${path}`,
    ...linesOf(texts[index] ?? "")
      .slice(0, MANIFEST_LINES)
      .map(short),
  ]);
}

/** One line a folder: its files, or how many there are. */
export function treeLines(files: readonly string[]): string[] {
  const folders = new Map<string, string[]>();
  for (const path of files) {
    const cutAt = path.lastIndexOf("/");
    const folder = cutAt === -1 ? "." : path.slice(0, cutAt);
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(cutAt + 1)]);
  }
  const depth = (folder: string): number => (folder === "." ? 0 : folder.split("/").length);
  return [...folders]
    .sort(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1))
    .map(([folder, names]) => {
      const told = names.slice(0, LISTED_IN_FOLDER).join(" ");
      return `${folder}/: ${told}${names.length > LISTED_IN_FOLDER ? ` … ${names.length} files` : ""}`;
    });
}

const grepped = (found: string, sha: string): string[] => linesOf(found).map((line) => line.slice(sha.length + 1));

/** Definitions, those that share words with the message first. */
export function symbolLines(found: readonly string[], words: readonly string[]): string[] {
  const lines = found.slice(0, MAX_SYMBOLS).map(short);
  const lower = words.map((word) => word.toLowerCase()).filter((word) => word.length > 2);
  const fits = (line: string): number => {
    const text = line.toLowerCase();
    return lower.filter((word) => text.includes(word)).length;
  };
  return lines
    .map((line, index) => ({ line, index, score: fits(line) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ line }) => line);
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
const short = (line: string): string => (line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE - 1)}…`);
