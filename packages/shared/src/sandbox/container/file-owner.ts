import { handFiles } from "./hand-files";
import type { InsideUser } from "./inside-user";

/** Whose files of workspaces are while containers use them. */
export interface FileOwner {
  /** To be called before a container starts. Null, or why the files could not be given to the user inside. */
  give(paths: readonly string[]): Promise<string | null>;
  /** To be called once for each `give`, after the container has ended. Null, or why they could not be taken back. */
  take(paths: readonly string[]): Promise<string | null>;
}

/**
 * Where the user inside is not the caller, files are given to it, and taken back once nobody uses them any more: an
 * agent at work in its workspace keeps its rights while another container reads a file there.
 */
export function fileOwner(user: InsideUser): FileOwner {
  if (!user.isStranger) return { give: async () => null, take: async () => null };
  const users = new Map<string, number>();
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = (change: () => Promise<string | null>): Promise<string | null> => {
    const result = before.then(change);
    before = result;
    return result;
  };
  const counted = (paths: readonly string[], by: 1 | -1): string[] =>
    paths.filter((path) => {
      const count = (users.get(path) ?? 0) + by;
      users.set(path, count);
      if (count <= 0) users.delete(path);
      return by === 1 ? count === 1 : count <= 0;
    });
  return {
    give: (paths) => inTurn(() => handFiles(counted(paths, 1), user.uid, user.gid)),
    take: (paths) => inTurn(() => handFiles(counted(paths, -1), process.getuid?.() ?? 0, process.getgid?.() ?? 0)),
  };
}
