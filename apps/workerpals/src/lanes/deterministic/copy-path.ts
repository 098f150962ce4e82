import { cp } from "node:fs/promises";
import { done } from "../../outcome";
import type { Perform } from "./script-context";
import { sourceAndTarget } from "./source-and-target";

/** `/copy`: a file, folder or symbolic link, with its mode; links stay as they are written. */
export const copyPath: Perform<{ from: string; to: string }> = async (paths, context) => {
  const ends = await sourceAndTarget("copy", paths, context);
  if (!ends.ok) return ends;
  await cp(ends.value.from.absolute, ends.value.to.absolute, {
    recursive: true,
    verbatimSymlinks: true,
    force: false,
    errorOnExist: true,
  });
  context.workspace.name(paths.to);
  return done(`copied ${paths.from} to ${paths.to}`);
};
