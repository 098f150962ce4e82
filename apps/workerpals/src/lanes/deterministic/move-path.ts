import { rename } from "node:fs/promises";
import { done } from "../../outcome";
import type { Perform } from "./script-context";
import { sourceAndTarget } from "./source-and-target";

/** `/move`: a file, folder or symbolic link, with its mode. */
export const movePath: Perform<{ from: string; to: string }> = async (paths, context) => {
  const ends = await sourceAndTarget("move", paths, context);
  if (!ends.ok) return ends;
  await rename(ends.value.from.absolute, ends.value.to.absolute);
  context.workspace.name(paths.to);
  return done(`moved ${paths.from} to ${paths.to}`);
};
