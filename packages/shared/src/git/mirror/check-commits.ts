import { isRepoPath } from "@pushpals/protocol";
import { checkSha } from "../names";
import type { ChangeLimits } from "../types";
import { escapesRepository } from "./escapes-repository";
import type { Quarantine } from "./quarantine";

/** Where the objects are looked at. */
export type Objects = Pick<Quarantine, "git">;

export const DEFAULT_MAX_BYTES = 200 * 1024 * 1024;

/** Why a job's commits are not taken. */
export interface Objection {
  message: string;
  detail?: { paths: string[] } | { bytes: number };
}

const MAX_COMMITS = 10_000;
const MAX_PATHS_TOLD = 20;
const GITLINK = "160000";
const SYMLINK = "120000";
/** Longest path that an operating system follows. */
const MAX_TARGET_BYTES = 4_096;

/**
 * Looks at everything between `base` and `sha`, each commit for itself: what is in one of them is in the history
 * for good. Null when nothing speaks against it.
 */
export async function checkCommits(
  objects: Objects,
  sha: string,
  base: string,
  limits: ChangeLimits,
): Promise<Objection | null> {
  const listed = await listObjects(objects, checkSha(sha), checkSha(base));
  if (listed === null) return { message: `${sha} is not a commit of the workspace, or objects of it are missing.` };
  return (
    checkDescent(listed, sha, base) ??
    checkSizes(listed, limits) ??
    (await checkEntries(objects, listed, limits.allowSubmodules ?? false))
  );
}

/** What a change brings, by its type as git itself knows it. */
interface Listed {
  /** From the tip on, with their parents. */
  commits: { sha: string; parents: string[] }[];
  files: { path: string; size: number }[];
}

/** Every object that the commits need, in all of their history since the base; null where one is missing. */
async function listObjects(objects: Objects, sha: string, base: string): Promise<Listed | null> {
  const named = await objects.git(["rev-list", "--objects", "--parents", "--end-of-options", sha, `^${base}`]);
  if (!named.ok) return null;
  const format = "%(objectname) %(objecttype) %(objectsize) %(rest)";
  const typed = await objects.git(["cat-file", `--batch-check=${format}`], named.stdout);
  if (!typed.ok) return null;
  const listed: Listed = { commits: [], files: [] };
  for (const line of typed.stdout.split("\n")) {
    const [name = "", type = "", size = "", ...rest] = line.split(" ");
    if (type === "missing") return null;
    if (type === "commit") listed.commits.push({ sha: name, parents: rest.filter((parent) => parent !== "") });
    if (type === "blob") listed.files.push({ path: rest.join(" "), size: Number(size) });
  }
  return listed;
}

/** Whoever has the base in its past has, on every way there, a commit after it that names it as a parent. */
function checkDescent({ commits }: Listed, sha: string, base: string): Objection | null {
  if (sha === base) return null;
  if (commits[0]?.sha !== sha) return { message: `${sha} is not a commit of the workspace.` };
  if (commits.some(({ parents }) => parents.includes(base))) return null;
  return { message: `${sha} is not based on ${base}.` };
}

/** No file, nor all together, are too large, whatever the pack hides. */
function checkSizes(
  { files }: Listed,
  { maxBytes = DEFAULT_MAX_BYTES, maxFileBytes = maxBytes }: ChangeLimits,
): Objection | null {
  const large = files.find(({ size }) => size > maxFileBytes);
  if (large)
    return {
      message: `The file ${large.path} is larger than the ${mebibytes(maxFileBytes)} that are allowed.`,
      detail: { paths: [large.path] },
    };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > maxBytes ? tooLarge(bytes, maxBytes) : null;
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;

export const tooLarge = (bytes: number, maxBytes: number): Objection => ({
  message: `The change is larger than the ${mebibytes(maxBytes)} that are allowed.`,
  detail: { bytes },
});

async function checkEntries(
  objects: Objects,
  { commits }: Listed,
  allowSubmodules: boolean,
): Promise<Objection | null> {
  if (commits.length > MAX_COMMITS) return { message: `The change has more than ${MAX_COMMITS} commits.` };
  const show = ["--stdin", "--root", "-m", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-commit-id"];
  const names = commits.map(({ sha }) => `${sha}\n`).join("");
  const shown = await objects.git(["diff-tree", ...show, "--no-ext-diff"], names);
  if (!shown.ok) return { message: "The commits of the change cannot be read." };
  const entries = parseEntries(shown.stdout);

  const odd = entries.filter(({ path }) => !isRepoPath(path));
  if (odd.length > 0) return objectTo("Paths that are not allowed", odd);
  const links = entries.filter(({ mode }) => mode === GITLINK);
  if (links.length > 0 && !allowSubmodules) return objectTo("Submodules may not be added or moved by a job", links);
  const escaping = await findEscaping(
    objects,
    entries.filter(({ mode }) => mode === SYMLINK),
  );
  return escaping.length > 0 ? objectTo("Links that lead out of the repository", escaping) : null;
}

interface Entry {
  /** Mode and object after the change. */
  mode: string;
  sha: string;
  path: string;
}

/** `:<old mode> <new mode> <old sha> <new sha> <status>` NUL path NUL. What was deleted is of no interest. */
function parseEntries(output: string): Entry[] {
  const fields = output.split("\0");
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = "", , sha = "", status = ""] = (fields[at] ?? "").split(" ");
    if (status !== "D") entries.push({ mode, sha, path: fields[at + 1] ?? "" });
  }
  return entries;
}

async function findEscaping(objects: Objects, links: Entry[]): Promise<Entry[]> {
  if (links.length === 0) return [];
  const read = await objects.git(["cat-file", "--batch"], links.map(({ sha }) => `${checkSha(sha)}\n`).join(""));
  if (!read.ok) return links;
  const targets = parseBatch(read.bytes);
  return links.filter(({ path }, index) => {
    const target = targets[index];
    return target === undefined || target.length > MAX_TARGET_BYTES || escapesRepository(path, target.toString());
  });
}

/** `<sha> <type> <size>` LF content LF, in the order asked for. */
function parseBatch(output: Uint8Array): Buffer[] {
  const bytes = Buffer.from(output);
  const contents: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.indexOf("\n", at) + 1;
    const size = Number(bytes.toString("latin1", at, start).trim().split(" ")[2]);
    if (start === 0 || !Number.isInteger(size)) break;
    contents.push(bytes.subarray(start, start + size));
    at = start + size + 1;
  }
  return contents;
}

function objectTo(what: string, entries: Entry[]): Objection {
  const paths = [...new Set(entries.map(({ path }) => path))];
  const told = paths.slice(0, MAX_PATHS_TOLD);
  return { message: `${what}: ${told.join(", ")}${paths.length > told.length ? ", …" : ""}.`, detail: { paths: told } };
}
