import { describe, expect, test } from "bun:test";
import { patchFiles } from "./patch-files";
import { scriptPaths, scriptRunsCommands } from "./script-paths";

const named = (...lines: string[]) => [...new Set(patchFiles(`${lines.join("\n")}\n`).map((file) => file.path))].sort();

describe("files of a patch", () => {
  test("renames, copies, deletions, binaries and modes", () => {
    expect(
      named(
        "Subject: a mail",
        "",
        "--- not a diff",
        "diff --git a/old b/new",
        "similarity index 100%",
        "rename from old",
        "rename to new",
        "diff --git a/from b/copy",
        "similarity index 90%",
        "copy from from",
        "copy to copy",
        "--- a/from",
        "+++ b/copy",
        "@@ -1 +1 @@",
        "-x",
        "+y",
        "diff --git a/gone b/gone",
        "deleted file mode 100644",
        "index e69de29..0000000",
        "diff --git a/bin b/bin",
        "index 123..456 100644",
        "GIT binary patch",
        "literal 3",
        "KcmZQzWMT#Y01f~L",
        "",
        "diff --git a/a mode b/a mode",
        "old mode 100644",
        "new mode 100755",
      ),
    ).toEqual(["a mode", "bin", "copy", "from", "gone", "new", "old"]);
  });

  test("lines of a hunk that look like headers are no headers", () => {
    expect(
      named(
        "diff --git a/sql b/sql",
        "--- a/sql",
        "+++ b/sql",
        "@@ -1,3 +1,3 @@",
        "--- a/secret",
        "+++ b/secret",
        " diff --git a/x b/x",
        "-@@ -1 +1 @@",
        "+rename from y",
        "\\ No newline at end of file",
        "--- a/next\t2020-01-01",
        "+++ b/next\t2020-01-01",
        "@@ -0,0 +1 @@",
        "+x",
      ),
    ).toEqual(["next", "sql"]);
  });

  test("names that git quotes, names with blanks, /dev/null and CR LF", () => {
    expect(
      named(
        'diff --git "a/\\303\\244 \\"q\\".txt" "b/\\303\\244 \\"q\\".txt"',
        "new file mode 100644",
        "diff --git a/a b/c d b/a b/c d\r",
        "new file mode 100644\r",
        "--- /dev/null\r",
        "+++ b/a b/c d\t\r",
        "@@ -0,0 +1 @@\r",
        "+x\r",
        'rename from "not in a header"',
      ),
    ).toEqual(["a b/c d", 'ä "q".txt']);
  });
});

test("paths of all operations, each once", () => {
  expect(
    scriptPaths([
      { kind: "write", path: "b", content: "" },
      { kind: "move", from: "b", to: "a" },
      { kind: "replace", search: "x", replacement: "y", globs: ["src/**"], regex: false },
      { kind: "revert", commit: "abcd" },
      { kind: "run", command: "rm -rf z" },
    ]),
  ).toEqual(["a", "b", "src/**"]);
  expect(scriptRunsCommands([{ kind: "run", command: "true" }])).toBe(true);
  expect(scriptRunsCommands([{ kind: "delete", path: "x" }])).toBe(false);
});
