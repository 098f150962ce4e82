export interface PatchLine {
  readonly kind: "file" | "hunk" | "added" | "removed" | "same";
  readonly text: string;
}

/** What git writes between a file's name and its first change, and nobody reads who decides. */
const NOISE = /^(index |--- |\+\+\+ |similarity index |dissimilarity index |old mode |rename from )/;

/** A patch as it is read: each file once by its name, then what changes in it. Commands stay as they are. */
export function patchLines(patch: string): PatchLine[] {
  const lines: PatchLine[] = [];
  let isHead = true;
  for (const text of patch.trimEnd().split("\n")) {
    const file = /^diff --git (?:"?a\/.*?"?) "?b\/(.*?)"?$/.exec(text);
    if (file) {
      isHead = true;
      lines.push({ kind: "file", text: file[1] ?? text });
    } else if (text.startsWith("@@")) {
      isHead = false;
      const place = /^@@[^@]*@@ ?(.*)$/.exec(text)?.[1] ?? "";
      lines.push({ kind: "hunk", text: place === "" ? "⋯" : `⋯ ${place}` });
    } else if (isHead) {
      if (!NOISE.test(text)) lines.push({ kind: "hunk", text });
    } else if (text.startsWith("+")) lines.push({ kind: "added", text });
    else lines.push({ kind: text.startsWith("-") ? "removed" : "same", text });
  }
  return lines;
}
