import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { git } from "../git";
import type { GitResult } from "../types";
import type { Stores } from "./stores";

/** A place for objects that nobody has checked yet. It sees the published store, and no other job's objects. */
export interface Quarantine {
  /** Reads a thin pack; damaged objects, odd trees and missing links are refused by git itself. */
  index(pack: Uint8Array, maxBytes: number): Promise<GitResult>;
  /** Runs git on the quarantined and the published objects. */
  git(args: readonly string[], stdin?: string): Promise<GitResult>;
  /** Moves the objects into the mirror. */
  release(): Promise<void>;
  discard(): Promise<void>;
}

export async function openQuarantine(stores: Stores, signal: AbortSignal | undefined): Promise<Quarantine> {
  const objects = join(stores.mirror, "objects");
  const dir = await mkdtemp(join(objects, "incoming-"));
  const env = {
    GIT_OBJECT_DIRECTORY: dir,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(join(stores.published, "objects")),
  };
  const call = (args: readonly string[], stdin?: string | Uint8Array) =>
    git(args, { gitDir: stores.published, env, stdin, signal });
  return {
    index: (pack, maxBytes) =>
      call(["index-pack", "--strict", "--fix-thin", "--stdin", `--max-input-size=${maxBytes}`], pack),
    git: call,
    release: async () => {
      await mkdir(join(objects, "pack"), { recursive: true });
      const names = await readdir(join(dir, "pack"));
      // A pack is seen by its index, so that comes last.
      const inOrder = names.sort((a, b) => Number(a.endsWith(".idx")) - Number(b.endsWith(".idx")));
      for (const name of inOrder) await rename(join(dir, "pack", name), join(objects, "pack", name));
    },
    discard: () => rm(dir, { recursive: true, force: true }),
  };
}
