import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { saidBy } from "./git";
import { maskUrl } from "./mask-url";
import type { Identity, UserRepository } from "./types";
import { readAsUser } from "./user-config";

export type Inspected = { ok: true; repository: UserRepository } | { ok: false; message: string };

/** Reads what the user's repository is; changes nothing in it. */
export async function inspectRepository(path: string): Promise<Inspected> {
  const found = await stat(path).catch(asMissing);
  if (!found?.isDirectory()) return { ok: false, message: `${path} is not a directory.` };
  const [place, state, identity] = await Promise.all([readPlace(path), readState(path), readIdentity(path)]);
  if (!place.ok) return place;
  const { root, gitDir, isBare, format } = place;
  const { branch, head, dirty } = state ?? (await readHead(root));
  return {
    ok: true,
    repository: {
      path: root,
      gitDir,
      branch,
      head,
      dirty,
      identity,
      objectFormat: format === "sha256" ? "sha256" : "sha1",
      remoteUrl: async (name) => {
        const url = await effectiveUrl(root, name);
        return url === null ? null : maskUrl(url);
      },
      changes: () => (isBare ? Promise.resolve([]) : readChanges(root)),
    },
  };
}

/** The address that the user's git would use, with its credentials if it has some. */
export async function effectiveUrl(path: string, remote: string, direction: "fetch" | "push" = "fetch") {
  const known = await readAsUser(path, ["remote"]);
  if (!known.stdout.split("\n").includes(remote)) return null;
  return line(path, ["remote", "get-url", ...(direction === "push" ? ["--push"] : []), "--end-of-options", remote]);
}

type Place =
  | { ok: true; root: string; gitDir: string; isBare: boolean; format: string | null }
  | { ok: false; message: string };

async function readPlace(path: string): Promise<Place> {
  const asked = ["--is-bare-repository", "--git-common-dir", "--show-object-format", "--show-toplevel"];
  // What is asked for last has no answer without a work tree; the answers before it are there all the same.
  const read = await readAsUser(path, ["rev-parse", ...asked]);
  const [bare, common, format, ...top] = read.stdout.replace(/\n$/, "").split("\n");
  if (!common) return { ok: false, message: `${path} is not a git repository that can be read: ${saidBy(read)}` };
  const isBare = bare === "true";
  const gitDir = resolve(path, common);
  if (!read.ok && !isBare) return { ok: false, message: `${path} lies inside of a git directory, not in a work tree.` };
  return { ok: true, root: isBare ? gitDir : top.join("\n"), gitDir, isBare, format: format ?? null };
}

type State = Pick<UserRepository, "branch" | "head" | "dirty">;

/** Branch, commit and changes in one look; null where there is no work tree. */
async function readState(path: string): Promise<State | null> {
  const args = ["--porcelain=v2", "--branch", "-z", "--ignore-submodules=dirty"];
  const status = await readAsUser(path, ["status", ...args]);
  if (!status.ok) return null;
  const rows = status.stdout.split("\0").filter((row) => row !== "");
  const told = (name: string): string | null => {
    const start = `# branch.${name} `;
    return rows.find((row) => row.startsWith(start))?.slice(start.length) ?? null;
  };
  const [head, branch] = [told("oid"), told("head")];
  return {
    head: head === "(initial)" ? null : head,
    branch: branch === "(detached)" ? null : branch,
    dirty: rows.some((row) => !row.startsWith("# ")),
  };
}

/** The same of a repository without a work tree. */
async function readHead(root: string): Promise<State> {
  const [branch, head] = await Promise.all([
    line(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    line(root, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]),
  ]);
  return { branch, head, dirty: false };
}

async function readIdentity(path: string): Promise<Identity | null> {
  const found = await readAsUser(path, ["config", "-z", "--get-regexp", "^user\\.(name|email)$"]);
  const values = new Map<string, string>();
  // `user.name` LF value NUL; of several, the last counts.
  for (const entry of found.stdout.split("\0")) values.set(...split(entry));
  const [name, email] = [values.get("user.name"), values.get("user.email")];
  return name && email ? { name, email } : null;
}

function split(entry: string): [string, string] {
  const at = entry.indexOf("\n");
  return at === -1 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
}

async function readChanges(root: string): Promise<string[] | null> {
  const status = await readAsUser(root, ["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=dirty"]);
  return status.ok ? status.stdout.split("\0").filter((entry) => entry !== "") : null;
}

async function line(path: string, args: Parameters<typeof readAsUser>[1]): Promise<string | null> {
  const read = await readAsUser(path, args);
  const text = read.stdout.replace(/\n$/, "");
  return read.ok && text !== "" ? text : null;
}

const asMissing = (_error: unknown) => null;
