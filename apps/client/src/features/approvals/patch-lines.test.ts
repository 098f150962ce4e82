import { expect, test } from "bun:test";
import { patchLines } from "./patch-lines";

test("a patch is read as files with their changes, whatever stands in them", () => {
  const patch = [
    "diff --git a/src/a.ts b/src/a.ts",
    "index 111..222 100644",
    "--- a/src/a.ts",
    "+++ b/src/a.ts",
    "@@ -1,3 +1,3 @@ function f()",
    " same",
    "--- was a comment",
    "+++ is a comment",
    "diff --git a/old name b/new name",
    "similarity index 100%",
    "rename from old name",
    "rename to new name",
  ].join("\n");
  expect(patchLines(patch).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "file: src/a.ts",
    "hunk: ⋯ function f()",
    "same:  same",
    "removed: --- was a comment",
    "added: +++ is a comment",
    "file: new name",
    "hunk: rename to new name",
  ]);
});
