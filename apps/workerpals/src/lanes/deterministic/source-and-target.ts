import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { done, failed, type Outcome } from "../../outcome";
import type { Located } from "../../workspace/contained-files";
import type { ScriptContext } from "./script-context";

/** Both ends of a move or copy: the source exists, the target is free and not inside the source. Makes its folders. */
export async function sourceAndTarget(
  verb: "move" | "copy",
  paths: { from: string; to: string },
  { workspace }: ScriptContext,
): Promise<Outcome<{ from: Located; to: Located }>> {
  if (paths.from === paths.to) return failed("nothing_changed", `"${paths.from}" would stay where it is.`);
  const from = await workspace.files.locate(paths.from);
  if (!from.ok) return from;
  const to = await workspace.files.locate(paths.to);
  if (!to.ok) return to;
  const source = from.value.stat;
  if (source === null) return failed("path_missing", `There is no "${paths.from}" to ${verb}.`);
  // Two names of one file: a change of case where the file system does not tell cases apart.
  const same = to.value.stat?.ino === source.ino && to.value.stat.dev === source.dev;
  if (to.value.stat !== null && !(verb === "move" && same))
    return failed(
      "change_refused",
      `"${paths.to}" exists already, and is not overwritten. Delete it first if that is meant.`,
    );
  if (source.isDirectory() && `${to.value.absolute}/`.startsWith(`${from.value.absolute}/`))
    return failed("change_refused", `"${paths.from}" cannot go into itself.`);
  await mkdir(dirname(to.value.absolute), { recursive: true });
  return done({ from: from.value, to: to.value });
}
