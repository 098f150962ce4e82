import type { Receipt } from "@pushpals/protocol";
import type { Member } from "./member";

/**
 * Which of some changes the output of a red check speaks of: the first one that alone has changed a file named in it. Null
 * when there is none. A hint only; what it says is proven by runs.
 */
export function pointAt(red: Receipt | null, members: readonly Member[]): number | null {
  if (!red) return null;
  const owners = new Map<string, number>();
  for (const { completion } of members)
    for (const { path } of completion.evidence?.diff.files ?? []) owners.set(path, (owners.get(path) ?? 0) + 1);
  const at = members.findIndex(({ completion }) =>
    (completion.evidence?.diff.files ?? []).some(({ path }) => owners.get(path) === 1 && names(red.outputTail, path)),
  );
  return at < 0 ? null : at + 1;
}

/** Whether a text has this path as a whole, not as a part of a longer one. */
function names(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + path.length] ?? " "];
    if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
