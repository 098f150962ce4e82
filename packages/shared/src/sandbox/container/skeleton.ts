import { lstatSync, readlinkSync } from "node:fs";
import { SYSTEM_ROOTS } from "../process-tier/system-mounts";
import type { InsideUser } from "./inside-user";

/** An entry of the image: a directory, a link, or a small file. */
export type Entry =
  | { path: string; kind: "directory"; mode?: number }
  | { path: string; kind: "link"; target: string }
  | { path: string; kind: "file"; content: string };

/**
 * An image without a registry: the links and empty directories of this machine's root, and who the user is. The
 * programs are this machine's own, mounted read only when a container starts, so it is a few hundred bytes, and never
 * out of date with what is installed.
 */
export function skeleton({ uid, gid }: Pick<InsideUser, "uid" | "gid">): Entry[] {
  const directories = ["dev", "etc", "proc", "run", "run/pushpals", "sys", "usr", "var"];
  return [
    ...directories.map((path): Entry => ({ path, kind: "directory" })),
    // The file system that is mounted there takes its mode from here.
    { path: "tmp", kind: "directory", mode: 0o1777 },
    ...SYSTEM_ROOTS.flatMap(rootEntry),
    { path: "etc/passwd", kind: "file", content: `sandbox:x:${uid}:${gid}:sandbox:/home/sandbox:/bin/sh\n` },
    { path: "etc/group", kind: "file", content: `sandbox:x:${gid}:\n` },
  ];
}

/** On merged-/usr systems /bin and its like are links; elsewhere they are mounted too. */
function rootEntry(path: string): Entry[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  const name = path.slice(1);
  return found.isSymbolicLink()
    ? [{ path: name, kind: "link", target: readlinkSync(path) }]
    : [{ path: name, kind: "directory" }];
}
