import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isRepoPath } from "../ids";
import { COMMANDS, looksLikeScript } from "./commands";
import type { NewOperation } from "./operation";
import { parseScript } from "./parse-script";
import { renderOperation } from "./render-operation";

const parsed = (text: string) => {
  const script = parseScript(text);
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  return script.operations;
};
const errorsOf = (text: string) => {
  const script = parseScript(text);
  return script.ok ? [] : script.errors;
};

describe("commands", () => {
  for (const command of COMMANDS)
    test(`${command.name}: its example is a script of itself`, () => {
      const operations = parsed(command.example);
      expect(operations.map((operation) => operation.kind)).toEqual([command.kind]);
      expect(looksLikeScript(command.example)).toBe(true);
    });

  test("every form is read, with comments and blank lines between", () => {
    const text = [
      "# all of them",
      "",
      "/write a.txt",
      "~~~~",
      "one",
      "~~~",
      "~~~~~",
      '/replace "a\\"b\\n" "\\\\t\\t" in src/**/*.ts "my docs/*.md" --regex',
      "/rewrite ts ``a`b`` => `c` in {src,lib}/**",
      '  /move "a b" c',
      "/delete x",
      "/revert ABCDEF12",
      '/run echo "a  b" && true ',
    ].join("\n");
    expect(parsed(text)).toEqual([
      { line: 3, kind: "write", path: "a.txt", content: "one\n~~~\n" },
      {
        line: 8,
        kind: "replace",
        search: 'a"b\n',
        replacement: "\\t\t",
        globs: ["src/**/*.ts", "my docs/*.md"],
        regex: true,
      },
      { line: 9, kind: "rewrite", language: "ts", pattern: "a`b", rewrite: "c", globs: ["{src,lib}/**"] },
      { line: 10, kind: "move", from: "a b", to: "c" },
      { line: 11, kind: "delete", path: "x" },
      { line: 12, kind: "revert", commit: "abcdef12" },
      { line: 13, kind: "run", command: 'echo "a  b" && true' },
    ]);
  });
});

describe("blocks", () => {
  test("are byte-exact, with CR LF, blanks at line ends and fences of other kinds inside", () => {
    const content = "a  \r\n\t\n\n``` js\n````x\n ```\n";
    expect(parsed(`/write a\r\n\r\n\`\`\`\`\r\n${content}\`\`\`\`\r\n`)).toEqual([
      { line: 1, kind: "write", path: "a", content },
    ]);
  });

  test("close at the first column, with the fence alone, of at least its length", () => {
    const content = " ```\n\t```\n``` \n```x\n+```\n``\n~~~\n";
    expect(parsed(`/write a\n\`\`\`\n${content}\`\`\`\`\`\r\n/run x`)).toMatchObject([{ content }, { kind: "run" }]);
    expect(errorsOf("/write a\n ```\nx\n```\n")).toMatchObject([{ line: 2 }]);
    expect(errorsOf("/write a\n````\nx\n```\n")).toMatchObject([{ line: 2 }]);
  });

  test("an empty block is empty, --no-newline takes the last line end only", () => {
    expect(parsed("/write a\n```\n```")).toMatchObject([{ content: "" }]);
    expect(parsed("/write a --no-newline\n```\nx\n\n```")).toMatchObject([{ content: "x\n" }]);
    expect(parsed("/write a --no-newline\r\n```\r\nx\r\n```\r\n")).toMatchObject([{ content: "x" }]);
  });

  test("that are missing or open are told by their line", () => {
    expect(errorsOf("/write a\n/delete b\n")).toMatchObject([{ line: 2 }]);
    expect(errorsOf("/write a\n\n```\nx\n")).toMatchObject([{ line: 3 }]);
    expect(errorsOf("/patch")).toMatchObject([{ line: 1 }]);
  });
});

describe("errors", () => {
  test("are all collected, each with its line and the form", () => {
    const text =
      "/wirte x\nhello\n/write ../x\n```\n/delete ok\n```\n/move a\n/replace old new in x\n/run\n/revert --quit\n";
    expect(errorsOf(text).map((error) => error.line)).toEqual([1, 3, 7, 8, 9, 10]);
    expect(errorsOf(text)[0]?.message).toContain("/wirte");
    expect(errorsOf(text)[1]?.message).toContain('"../x"');
    expect(errorsOf(text)[2]?.expected).toBe("/move <from> <to>");
  });

  const hostile = [
    "/etc/passwd",
    "../x",
    "a/../../x",
    ".git/hooks/pre-commit",
    ".GIT/config",
    "a/.Git/x",
    "C:\\x",
    "a//b",
  ];
  for (const path of hostile)
    test(`${path} is refused wherever it stands`, () => {
      const quoted = JSON.stringify(path);
      for (const text of [
        `/write ${path}\n\`\`\`\n\`\`\`\n`,
        `/append ${quoted}\n\`\`\`\n\`\`\`\n`,
        `/delete ${path}`,
        `/move a ${path}`,
        `/copy ${path} b`,
        `/replace "a" "b" in ok ${path}`,
        `/rewrite ts \`a\` => \`b\` in ${path}`,
        `/patch\n\`\`\`\ndiff --git a/${path} b/${path}\nold mode 100644\nnew mode 100755\n\`\`\`\n`,
        `/patch\n\`\`\`\n--- a/x\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n\`\`\`\n`,
      ])
        expect(errorsOf(text)).not.toEqual([]);
    });

  test("braces hide nothing", () => {
    for (const glob of ["{..,a}/x", "{a,../b}", "src/{.git,x}/y", "!a"])
      expect(errorsOf(`/replace "a" "b" in ${glob}`)).toHaveLength(1);
  });

  test("an expression that does not compile is told at once", () => {
    expect(errorsOf('/replace "(" "b" in x --regex')).toHaveLength(1);
    expect(errorsOf('/replace "(" "b" in x')).toEqual([]);
  });

  test("only a known command makes a script", () => {
    expect(looksLikeScript("\n# note\n  /run x")).toBe(true);
    for (const text of ["", "hello\n/run x", "/runs x", "/ask_remote_buddy x", "#"])
      expect(looksLikeScript(text)).toBe(false);
  });
});

describe("properties", () => {
  const odd = fc.string({
    unit: fc.constantFrom("a", "é", " ", '"', "'", "`", "\t", "\n", "#", "-", "/", "😀", "$", "*"),
  });
  const path = odd.filter(isRepoPath);
  const text = fc.string({
    unit: fc.constantFrom("a", "```", "~~~", "\n", "\r\n", "\r", " ", "+", "-", "`", '"', "\\", "\u2028", "/run x\n"),
  });
  const line = text.map((value) => value.replace(/[\n\r\u2028]/g, ""));
  const glob = path.filter((value) => !value.startsWith("!"));
  const globs = fc.array(glob, { minLength: 1, maxLength: 3 });
  const operation: fc.Arbitrary<NewOperation> = fc.oneof(
    fc.record({ kind: fc.constantFrom("write", "append"), path, content: text }),
    fc.record({ kind: fc.constantFrom("move", "copy"), from: path, to: path }),
    fc.record({ kind: fc.constant("delete"), path }),
    fc.record({
      kind: fc.constant("replace"),
      search: text.filter((value) => value !== ""),
      replacement: text,
      globs,
      regex: fc.constant(false),
    }),
    fc.record({
      kind: fc.constant("rewrite"),
      language: fc.constant("ts"),
      pattern: line.filter((value) => value.trim() !== ""),
      rewrite: line,
      globs,
    }),
    fc.record({ kind: fc.constant("revert"), commit: fc.stringMatching(/^[0-9a-f]{4,64}$/) }),
    fc.record({
      kind: fc.constant("revert"),
      commit: fc.stringMatching(/^[0-9a-f]{4,64}$/),
      undoes: fc.uuid({ version: 7 }),
    }),
    fc.record({ kind: fc.constant("run"), command: line.map((v) => v.trim()).filter((v) => v !== "") }),
  ) as fc.Arbitrary<NewOperation>;

  test("what is rendered is read back the same", () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        const read = parsed(operations.map(renderOperation).join("\n"));
        expect(read.map(({ line: _line, ...rest }) => rest as NewOperation)).toEqual(operations);
      }),
      { numRuns: 500 },
    );
  });

  test("any text gives operations or errors within its lines, never an exception", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...COMMANDS.map((command) => command.name),
        "```",
        "~~~~",
        '"',
        "`",
        " in ",
        "=>",
        "\n",
        "--regex",
      ),
      fc.constantFrom("diff --git a/x b/x", "--- a/x", "+++ b/../x", "@@ -1,9 +1,9 @@", 'rename from "\\303'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom("\n", " ", ""), (pieces, glue) => {
        const source = pieces.join(glue);
        const script = parseScript(source);
        const told = script.ok ? script.operations : script.errors;
        expect(told.length).toBeGreaterThan(0);
        for (const item of told) {
          expect(item.line).toBeGreaterThanOrEqual(1);
          expect(item.line).toBeLessThanOrEqual(source.split("\n").length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
