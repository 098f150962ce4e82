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
  const bare = await readAsUser(path, ["rev-parse", "--is-bare-repository"]);
  if (!bare.ok) return { ok: false, message: `${path} is not a git repository that can be read: ${saidBy(bare)}` };
  const isBare = bare.stdout.trim() === "true";
  const [top, common, format] = await Promise.all([
    isBare ? null : line(path, ["rev-parse", "--show-toplevel"]),
    line(path, ["rev-parse", "--git-common-dir"]),
    line(path, ["rev-parse", "--show-object-format"]),
  ]);
  if (common === null || (top === null && !isBare)) {
    return { ok: false, message: `${path} lies inside of a git directory, not in a work tree.` };
  }
  const gitDir = resolve(path, common);
  const root = top ?? gitDir;
  const [branch, head, dirty, identity] = await Promise.all([
    line(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    line(root, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]),
    isBare ? false : isDirty(root),
    readIdentity(root),
  ]);
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

async function readIdentity(path: string): Promise<Identity | null> {
  const [name, email] = await Promise.all([
    line(path, ["config", "--get", "user.name"]),
    line(path, ["config", "--get", "user.email"]),
  ]);
  return name === null || email === null ? null : { name, email };
}

async function isDirty(root: string): Promise<boolean> {
  const status = await readAsUser(root, ["status", "--porcelain", "--ignore-submodules=dirty"]);
  return status.stdout !== "";
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
