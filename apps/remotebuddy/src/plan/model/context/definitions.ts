import { git, type Mirror } from "@pushpals/shared/git";
import { type Definition, definitionsIn, hasDefinitions, langOfPath } from "@pushpals/shared/syntax";

/** A file of a commit. */
export interface TreeFile {
  path: string;
  /** Object name of its content. */
  blob: string;
  bytes: number;
}

const MAX_FILES = 400;
const MAX_FILE_BYTES = 200_000;
const MAX_BYTES = 6 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
/** Files that are parsed between two turns of the event loop: leases have to be renewed meanwhile. */
const AT_ONCE = 20;

/** Content never changes under its name, so what was read once is not parsed again. */
const known = new Map<string, readonly Definition[]>();
const MAX_KNOWN = 20_000;

/** Files of which the definitions are read by their syntax trees. */
export function isParsed({ path, bytes }: TreeFile): boolean {
  const lang = langOfPath(path);
  return lang !== null && hasDefinitions(lang) && bytes <= MAX_FILE_BYTES;
}

/**
 * What the files of a commit define, as `path:line:text`, by their syntax trees. Of a large repository the files whose
 * paths share words with the message come first, then those nearest to the root.
 */
export async function parsedDefinitions(
  mirror: Mirror,
  files: readonly TreeFile[],
  words: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const chosen = choose(files.filter(isParsed), words);
  const missing = chosen.filter(({ blob }) => !known.has(blob));
  const contents = await readBlobs(mirror, missing, signal);
  if (known.size > MAX_KNOWN) known.clear();
  for (const [index, { path, blob }] of missing.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const [lang, source] = [langOfPath(path), contents.get(blob)];
    if (lang !== null && source !== undefined) known.set(blob, definitionsIn(lang, source) ?? []);
  }
  return chosen.flatMap(({ path, blob }) => (known.get(blob) ?? []).map(({ line, text }) => `${path}:${line}:${text}`));
}

function choose(files: readonly TreeFile[], words: readonly string[]): TreeFile[] {
  const lower = words.map((word) => word.toLowerCase()).filter((word) => word.length > 2);
  const score = ({ path }: TreeFile) => lower.filter((word) => path.toLowerCase().includes(word)).length;
  const ranked = files
    .map((file) => ({ file, score: score(file), depth: file.path.split("/").length }))
    .sort((a, b) => b.score - a.score || a.depth - b.depth || (a.file.path < b.file.path ? -1 : 1));
  let bytes = 0;
  const chosen: TreeFile[] = [];
  for (const { file } of ranked.slice(0, MAX_FILES)) {
    bytes += file.bytes;
    if (bytes > MAX_BYTES) break;
    chosen.push(file);
  }
  return chosen;
}

/** The contents of several files by one process. */
async function readBlobs(
  mirror: Mirror,
  files: readonly TreeFile[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  if (files.length === 0) return contents;
  const stdin = `${files.map(({ blob }) => blob).join("\n")}\n`;
  const options = { gitDir: mirror.dir, stdin, timeoutMs: TIMEOUT_MS, maxOutputBytes: 2 * MAX_BYTES, signal };
  const { bytes, ok } = await git(["cat-file", "--batch"], options);
  if (!ok) return contents;
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const [blob = "", type, size = ""] = decoder.decode(bytes.subarray(at, end)).split(" ");
    if (end < 0 || type !== "blob") break;
    const start = end + 1;
    contents.set(blob, decoder.decode(bytes.subarray(start, start + Number(size))));
    at = start + Number(size) + 1;
  }
  return contents;
}
