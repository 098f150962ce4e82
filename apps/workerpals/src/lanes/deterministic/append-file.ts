import { done, failed } from "../../outcome";
import type { Perform } from "./script-context";

/** `/append`: adds to the end of a file that exists. */
export const appendFile: Perform<{ path: string; content: string }> = async ({ path, content }, { workspace }) => {
  const located = await workspace.files.locate(path);
  if (!located.ok) return located;
  if (located.value.stat === null)
    return failed("path_missing", `There is no file "${path}" to append to. To make a new one use /write.`);
  const before = await workspace.files.read(path);
  if (!before.ok) return before;
  if (content === "") return failed("nothing_changed", `There is nothing to append to "${path}": the block is empty.`);
  const added = Buffer.from(content);
  const written = await workspace.files.write(path, Buffer.concat([before.value, added]));
  if (!written.ok) return written;
  workspace.name(path);
  return done(`appended ${added.length} bytes to ${path}`);
};
