import { done, failed } from "../../outcome";
import type { Perform } from "./script-context";

/** `/write`: the file has exactly this content afterwards. */
export const writeFile: Perform<{ path: string; content: string }> = async ({ path, content }, { workspace }) => {
  const located = await workspace.files.locate(path);
  if (!located.ok) return located;
  const bytes = Buffer.from(content);
  if (located.value.stat?.isFile()) {
    const before = await workspace.files.read(path);
    if (!before.ok) return before;
    if (before.value.equals(bytes)) return failed("nothing_changed", `"${path}" has exactly this content already.`);
  }
  const written = await workspace.files.write(path, bytes);
  if (!written.ok) return written;
  workspace.name(path);
  return done(`${located.value.stat === null ? "created" : "wrote"} ${path} (${bytes.length} bytes)`);
};
