import { rm } from "node:fs/promises";
import { done, failed } from "../../outcome";
import type { Perform } from "./script-context";

/** `/delete`: a file, a folder with all in it, or a symbolic link itself. */
export const deletePath: Perform<{ path: string }> = async ({ path }, { workspace }) => {
  const located = await workspace.files.locate(path);
  if (!located.ok) return located;
  if (located.value.stat === null) return failed("path_missing", `There is no "${path}" to delete.`);
  await rm(located.value.absolute, { recursive: true });
  return done(`deleted ${path}`);
};
