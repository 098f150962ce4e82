import { describe, expect, test } from "bun:test";
import type { DiffSummary } from "@pushpals/protocol";
import { loadHighlighting } from "../../../ui/highlight";
import { changedWords } from "./changed-words";
import { colouredLine } from "./coloured-line";
import { readPatch } from "./patch";
import { addresseeOf, reviewMessage } from "./review-comments";
import { reviewRows } from "./review-rows";
import { type DiffRow, diffRows, FOLD_ABOVE, type RowOptions } from "./rows";

const SUMMARY: DiffSummary = { sha256: "0".repeat(64), fileCount: 1, additions: 0, deletions: 0, files: [] };
const ALL: RowOptions = { mode: "unified", closed: new Set(), opened: new Set() };
const read = (text: string, more: Partial<DiffSummary> = {}, truncated = false) =>
  readPatch(text, { ...SUMMARY, ...more }, truncated);

const PRICE = `diff --git a/src/price.ts b/src/price.ts
index 1111111..2222222 100644
--- a/src/price.ts
+++ b/src/price.ts
@@ -2,3 +2,4 @@ export const shop = 1;
 /** Cents. */
-export const price = 100;
+export const price = 120;
+export const tax = 0.2;
 end
@@ -20,2 +21,1 @@ export function total() {
 a
-b
\\ No newline at end of file
`;

const shown = (rows: DiffRow[]) =>
  rows.map((row) => {
    if (row.kind === "line") return `${row.line.old ?? ""}|${row.line.new ?? ""}|${row.line.mark}${row.line.text}`;
    if (row.kind === "pair") return `${row.left?.text ?? "~"} || ${row.right?.text ?? "~"}`;
    if (row.kind === "gap") return `gap ${row.hidden} ${row.section}`;
    return row.kind === "note" || row.kind === "end" ? row.text : `${row.kind} ${row.file.path}`;
  });

describe("a patch as rows", () => {
  test("lines have their numbers on both sides, and gaps say what they hide", () => {
    expect(shown(diffRows(read(PRICE), ALL))).toEqual([
      "file src/price.ts",
      "gap 1 export const shop = 1;",
      "2|2| /** Cents. */",
      "3||-export const price = 100;",
      "|3|+export const price = 120;",
      "|4|+export const tax = 0.2;",
      "4|5| end",
      "gap 15 export function total() {",
      "20|21| a",
      "21||-b",
    ]);
    expect(read(PRICE).files[0]?.hunks()[1]?.lines[1]?.unended).toBe(true);
  });

  test("side by side, what was removed stands beside what came in its place", () => {
    expect(shown(diffRows(read(PRICE), { ...ALL, mode: "split" })).slice(2, 6)).toEqual([
      "/** Cents. */ || /** Cents. */",
      "export const price = 100; || export const price = 120;",
      "~ || export const tax = 0.2;",
      "end || end",
    ]);
  });

  test("new, gone, moved, binary and mode alone", () => {
    const { files } = read(`diff --git a/new.txt b/new.txt
new file mode 100644
index 0000000..1111111
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+diff --git a/not b/a-header
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
index 1111111..0000000
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/old name.ts b/new name.ts
similarity index 100%
rename from old name.ts
rename to new name.ts
diff --git a/logo.png b/logo.png
index 1111111..2222222 100644
Binary files a/logo.png and b/logo.png differ
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
`);
    expect(
      files.map(({ path, from, status, additions, deletions }) => ({ path, from, status, additions, deletions })),
    ).toEqual([
      { path: "new.txt", from: null, status: "added", additions: 1, deletions: 0 },
      { path: "gone.txt", from: null, status: "deleted", additions: 0, deletions: 1 },
      { path: "new name.ts", from: "old name.ts", status: "renamed", additions: 0, deletions: 0 },
      { path: "logo.png", from: null, status: "modified", additions: null, deletions: null },
      { path: "run.sh", from: null, status: "modified", additions: 0, deletions: 0 },
    ]);
    expect(files[4]?.note).toContain("100755");
    expect(files[0]?.hunks()[0]?.lines[0]?.text).toBe("diff --git a/not b/a-header");
  });

  test("a patch that was cut inside a hunk shows the whole ones before, and says so", () => {
    const cut = PRICE.slice(0, PRICE.indexOf("-b"));
    const rows = shown(diffRows(read(cut, { fileCount: 3 }, true), ALL));
    expect(rows).toContain("|4|+export const tax = 0.2;");
    expect(rows.at(-1)).toBe("The diff was cut here. 2 more files are on the branch of the job.");
    expect(rows.join()).not.toContain("20|21");
  });

  test("whatever the text, nothing is thrown", () => {
    for (const text of [
      "",
      "garbage",
      "diff --git ",
      "diff --git a/x b/x\n@@ -1 +1 @@\n",
      "diff --git a/x b/x\n@@ what @@\n+1\n",
    ])
      expect(() => diffRows(read(text), ALL)).not.toThrow();
  });

  test("what is long, or made by a tool, waits to be asked for; a closed file shows its head alone", () => {
    const long = `diff --git a/long.txt b/long.txt\n--- a/long.txt\n+++ b/long.txt\n@@ -1,0 +1,${FOLD_ABOVE + 1} @@\n${"+x\n".repeat(FOLD_ABOVE + 1)}`;
    const patch = read(long);
    const key = patch.files[0]?.key as string;
    expect(shown(diffRows(patch, ALL))).toEqual(["file long.txt", "folded long.txt"]);
    expect(diffRows(patch, { ...ALL, opened: new Set([key]) })).toHaveLength(FOLD_ABOVE + 2);
    expect(diffRows(patch, { ...ALL, opened: new Set([key]), closed: new Set([key]) })).toHaveLength(1);
    expect(shown(diffRows(read(PRICE.replaceAll("src/price.ts", "bun.lock")), ALL))).toHaveLength(2);
  });

  test("a diff of 20,000 lines is opened without reading its folded files", () => {
    const file = (name: string) =>
      `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1,0 +1,5000 @@\n${"+line\n".repeat(5_000)}`;
    const patch = read(["a", "b", "c", "d"].map(file).join(""));
    expect(patch.files.map(({ additions }) => additions)).toEqual([5_000, 5_000, 5_000, 5_000]);
    expect(diffRows(patch, ALL)).toHaveLength(8);
  });
});

test("within a line, only what differs is marked; a line that is all new is not", () => {
  expect(changedWords("price = 120;", "price = 100;", "+")).toEqual([
    { text: "price = ", changed: false },
    { text: "120", changed: true },
    { text: ";", changed: false },
  ]);
  expect(changedWords("price = 100;", "price = 120;", "-")?.filter((part) => part.changed)).toEqual([
    { text: "100", changed: true },
  ]);
  expect(changedWords("something else", "price = 100;", "+")).toBeNull();
});

test("a review goes to the worker while the job runs, else it asks for a follow-up", () => {
  const job = { jobId: "019abc00-0000-7000-8000-0000bbbb2222", title: "Raise the price", branch: "agent/w/1" };
  const comments = [
    { id: "1", path: "b.ts", side: "new", line: 9, quote: "b", text: "Second." },
    { id: "2", path: "a.ts", side: "old", line: 3, quote: "a", text: " First.\n" },
  ] as const;
  expect(addresseeOf({ status: "claimed" })).toBe("worker");
  expect(addresseeOf({ status: "completed" })).toBe("follow_up");
  expect(reviewMessage(job, comments, "worker")).toBe(
    "Please change this in your work:\n\na.ts:3 (before the change)\n> a\nFirst.\n\nb.ts:9\n> b\nSecond.",
  );
  expect(reviewMessage(job, comments, "follow_up")).toContain("job bbbb2222 (Raise the price, branch agent/w/1)");
});

test("a line keeps its colours and all of its text where words in it are marked", async () => {
  await loadHighlighting();
  const hunk = read(PRICE).files[0]?.hunks()[0];
  const [, removed, added] = hunk?.lines ?? [];
  if (!hunk || !removed || !added) throw new Error("no such lines");
  const pieces = colouredLine(hunk, added, removed, "typescript");
  expect(pieces.map((piece) => piece.text).join("")).toBe(added.text);
  expect(pieces.filter((piece) => piece.changed).map((piece) => piece.text)).toEqual(["120"]);
  expect(pieces.find((piece) => piece.text === "const")?.kind).toBe("keyword");
  expect(colouredLine(hunk, removed, null, undefined)).toEqual([{ text: removed.text, kind: "plain", changed: false }]);
});

test("a comment whose line is not in the diff any more stands below the head of its file, or before all files", () => {
  const rows = diffRows(read(PRICE), ALL);
  const strayed = { id: "1", path: "src/price.ts", side: "new", line: 900, quote: "q", text: "Why?" } as const;
  const lost = { ...strayed, id: "2", path: "gone.ts" };
  const kinds = reviewRows(rows, [strayed], { place: lost, comment: null }).map((row) => row.kind);
  expect(kinds.slice(0, 4)).toEqual(["editor", "file", "comment", rows[1]?.kind as "line"]);
  const closed = diffRows(read(PRICE), { ...ALL, closed: new Set(read(PRICE).files.map(({ key }) => key)) });
  expect(reviewRows(closed, [strayed], null).map((row) => row.kind)).toEqual(["file"]);
});

test("comments stand below their lines in both modes, and one that is edited is a field", () => {
  const patch = read(PRICE);
  const comment = { id: "1", path: "src/price.ts", side: "new", line: 3, quote: "q", text: "Why?" } as const;
  const gone = { ...comment, id: "2", side: "old" } as const;
  for (const mode of ["unified", "split"] as const) {
    const rows = reviewRows(diffRows(patch, { ...ALL, mode }), [comment, gone], null);
    const kinds = rows.map((row) => row.kind);
    expect(kinds.filter((kind) => kind === "comment")).toHaveLength(2);
    const edited = reviewRows(diffRows(patch, { ...ALL, mode }), [comment, gone], { place: comment, comment });
    expect(edited.filter((row) => row.kind === "editor")).toHaveLength(1);
    expect(edited.filter((row) => row.kind === "comment")).toHaveLength(1);
  }
  expect(reviewRows(diffRows(patch, ALL), [comment], null)[5]).toMatchObject({ kind: "comment", comment });
});
