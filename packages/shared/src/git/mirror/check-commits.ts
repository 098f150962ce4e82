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
  return (
    (await checkDescent(objects, checkSha(sha), checkSha(base))) ??
    (await checkComplete(objects, sha, base, limits)) ??
    (await checkEntries(objects, sha, base, limits.allowSubmodules ?? false))
  );
}

async function checkDescent(objects: Objects, sha: string, base: string): Promise<Objection | null> {
  const type = await objects.git(["cat-file", "-t", sha]);
  if (type.stdout.trim() !== "commit") return { message: `${sha} is not a commit of the workspace.` };
  const descends = await objects.git(["merge-base", "--is-ancestor", "--end-of-options", base, sha]);
  return descends.ok ? null : { message: `${sha} is not based on ${base}.` };
}

/** Every object that the commits need is there, and no file, nor all together, are too large, whatever the pack hides. */
async function checkComplete(
  objects: Objects,
  sha: string,
  base: string,
  { maxBytes = DEFAULT_MAX_BYTES, maxFileBytes = maxBytes }: ChangeLimits,
): Promise<Objection | null> {
  const listed = await objects.git(["rev-list", "--objects", "--end-of-options", sha, `^${base}`]);
  if (!listed.ok) return { message: "Objects of the change are missing." };
  const sizes = await objects.git(["cat-file", "--batch-check=%(objecttype) %(objectsize) %(rest)"], listed.stdout);
  let bytes = 0;
  for (const line of sizes.stdout.split("\n")) {
    const [type, size, ...path] = line.split(" ");
    if (size === "missing") return { message: "Objects of the change are missing." };
    if (type !== "blob") continue;
    bytes += Number(size);
    if (Number(size) > maxFileBytes)
      return {
        message: `The file ${path.join(" ")} is larger than the ${mebibytes(maxFileBytes)} that are allowed.`,
        detail: { paths: [path.join(" ")] },
      };
  }
  if (!sizes.ok) return { message: "The objects of the change cannot be read." };
  return bytes > maxBytes ? tooLarge(bytes, maxBytes) : null;
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;

export const tooLarge = (bytes: number, maxBytes: number): Objection => ({
  message: `The change is larger than the ${mebibytes(maxBytes)} that are allowed.`,
  detail: { bytes },
});

async function checkEntries(
  objects: Objects,
  sha: string,
  base: string,
  allowSubmodules: boolean,
): Promise<Objection | null> {
  const commits = await objects.git([
    "rev-list",
    `--max-count=${MAX_COMMITS + 1}`,
    "--end-of-options",
    sha,
    `^${base}`,
  ]);
  if (!commits.ok) return { message: "The commits of the change cannot be read." };
  const count = commits.stdout.split("\n").length - 1;
  if (count > MAX_COMMITS) return { message: `The change has more than ${MAX_COMMITS} commits.` };
  const show = ["--stdin", "--root", "-m", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-commit-id"];
  const shown = await objects.git(["diff-tree", ...show, "--no-ext-diff"], commits.stdout);
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
