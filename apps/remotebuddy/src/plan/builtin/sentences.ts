import { BLOCK, type Masked, QUOTED, WORD } from "./masked";
import { readCommand, readContent, readDelete, readPair, readReplace, type Wish } from "./wish";

interface Sentence {
  /** For people, in the documentation and in the answer to what is not understood. */
  form: string;
  /** Over the masked text, anchored at both ends when it is compiled. */
  pattern: string;
  /** Null when the words fit but what they name is doubtful: then the message is not understood. */
  read(groups: Record<string, string>, masked: Masked): Wish | null;
  /** Messages with the script or steps that come of them: the tests of this table. */
  examples: readonly (readonly [message: string, result: string])[];
  /** Messages that look alike and must not be taken for this. */
  counterexamples: readonly string[];
}

const TOKEN = `(?:${QUOTED}|${WORD})`;
const NOUN = "(?:(?:the )?(?<noun>file|folder|directory) )?";
const MANY = `${TOKEN}(?:(?:,| and|, and) ${TOKEN})*`;
const COMMAND = `(?:the command )?(?<command>${QUOTED})`;

export const SENTENCES: readonly Sentence[] = [
  {
    form: "rename A to B · move A to B",
    pattern: `(?<verb>rename|move) ${NOUN}(?<from>${TOKEN}) (?:to|into) (?<to>${TOKEN})`,
    read: (groups, masked) => readPair("move", groups, masked),
    examples: [
      ["rename src/a.ts to src/b.ts", "/move src/a.ts src/b.ts\n"],
      ["Move the file a.md to docs/a.md.", "/move a.md docs/a.md\n"],
      ['please rename "my notes.md" to notes.md', '/move "my notes.md" notes.md\n'],
      ["Can you move docs/a.md into archive/?", "/move docs/a.md archive/a.md\n"],
      ["rename the folder old to new", "/move old new\n"],
      ["rename LICENSE to COPYING", "/move LICENSE COPYING\n"],
      ["rename Makefile to build", "/move Makefile build\n"],
    ],
    counterexamples: [
      "rename foo to bar",
      "rename LICENSE to terms",
      "move Makefile to build",
      "rename the function load to read in src/a.ts",
      "move the button to the left",
      "rename src/a.ts to src/b.ts unless it is used",
      "don't rename src/a.ts to src/b.ts",
      "rename ../a.ts to b.ts",
      "should we rename src/a.ts to src/b.ts or to src/c.ts",
    ],
  },
  {
    form: "copy A to B",
    pattern: `(?:copy|duplicate) ${NOUN}(?<from>${TOKEN}) (?:to|into|as) (?<to>${TOKEN})`,
    read: (groups, masked) => readPair("copy", groups, masked),
    examples: [
      ["copy config/a.toml to config/b.toml", "/copy config/a.toml config/b.toml\n"],
      ["duplicate LICENSE as docs/license.txt", "/copy LICENSE docs/license.txt\n"],
    ],
    counterexamples: ["copy the layout to the settings page", "copy text to clipboard"],
  },
  {
    form: "delete A · remove the file A",
    pattern: `(?:delete|remove) (?:the )?(?:(?<noun>files?|folders?|directory|directories) )?(?<paths>${MANY})`,
    read: readDelete,
    examples: [
      ["delete src/old.ts", "/delete src/old.ts\n"],
      ["Delete a.md, b.md and docs/c.md", "/delete a.md\n/delete b.md\n/delete docs/c.md\n"],
      ["remove the folder legacy", "/delete legacy\n"],
      ["delete the folders legacy and tmp", "/delete legacy\n/delete tmp\n"],
    ],
    counterexamples: [
      "remove console.log",
      "delete unused exports",
      "remove the login button",
      "remove user.name from the form",
      "delete src/old.ts if nobody imports it",
      "delete everything",
      "delete the file a.ts and tests",
      "never delete src/old.ts",
      "delete src/*.ts and everything that uses it",
    ],
  },
  {
    form: "replace X with Y in Z",
    pattern: `replace (?:all (?:occurrences of )?|every )?(?<old>${TOKEN}) (?:with|by) (?<new>${TOKEN}) (?:in (?<globs>${MANY})|(?<all>everywhere|in (?:all files|every file|the (?:whole )?(?:repo|repository|project))))`,
    read: readReplace,
    examples: [
      ['replace "a b" with "c" in src/*.ts', '/replace "a b" "c" in src/*.ts\n'],
      ["Replace `x()` by `y()` in a.ts and lib/b.ts", '/replace "x()" "y()" in a.ts lib/b.ts\n'],
      ["replace colour with color in docs/**/*.md", '/replace "\\\\bcolour\\\\b" "color" in docs/**/*.md --regex\n'],
      ["replace v1.2 with v1.3 in README.md", '/replace "v1.2" "v1.3" in README.md\n'],
      ['replace "foo" with "bar" everywhere', '/replace "foo" "bar" in **/*\n'],
      ['replace "old" with "" in a.txt', '/replace "old" "" in a.txt\n'],
    ],
    counterexamples: [
      "replace tabs with spaces in src/a.ts",
      "replace the parser with a better one in src/parser.ts",
      "replace foo with bar",
      "replace var with const in the parser",
      "replace it with bar in a.ts",
    ],
  },
  {
    form: 'create A with content "…" (or a fenced block)',
    pattern: `(?:create|write|add) (?:(?:a|the) )?(?:new )?(?:(?<noun>file) )?(?:called |named )?(?<path>${TOKEN}) with (?:the |this )?(?:contents?|text)?:? ?(?<content>${QUOTED}|${BLOCK})`,
    read: (groups, masked) => readContent("write", groups, masked),
    examples: [
      ['create docs/hello.md with content "# Hello"', "/write docs/hello.md\n```\n# Hello\n```\n"],
      ["Create a file a.txt with this content:\n```\none\n\ntwo\n```", "/write a.txt\n```\none\n\ntwo\n```\n"],
      ["add a new file called notes.md with the text `x`", "/write notes.md\n```\nx\n```\n"],
    ],
    counterexamples: [
      "create a login page",
      "create src/a.ts with tests",
      "write a test for src/a.ts with content checks",
      "create a component with the text `Save`",
    ],
  },
  {
    form: 'append "…" to A',
    pattern: `(?:append|add) (?:the )?(?:lines? |text )?(?<content>${QUOTED}) to (?:the end of )?(?:the file )?(?<path>${TOKEN})|append to (?:the file )?(?<path2>${TOKEN}) ?:? ?(?<content2>${QUOTED}|${BLOCK})`,
    read: (groups, masked) => readContent("append", groups, masked),
    examples: [
      ['append "- Faster" to CHANGELOG.md', "/append CHANGELOG.md\n```\n- Faster\n```\n"],
      ["add the line `dist/` to .gitignore", "/append .gitignore\n```\ndist/\n```\n"],
      ["Append to docs/log.md:\n~~~\na\nb\n~~~", "/append docs/log.md\n```\na\nb\n```\n"],
    ],
    counterexamples: ['add "Save" to the form', "append the totals to the report", "add a test to src/a.test.ts"],
  },
  {
    form: "run the tests",
    pattern: "(?:run|execute) (?:all )?(?:the |our |my )?(?:tests?|test ?suite|unit tests)",
    read: () => ({ kind: "run_tests" }),
    examples: [
      ["run the tests", "/run TESTS\n"],
      ["Please run all tests!", "/run TESTS\n"],
    ],
    counterexamples: ["run the tests for the parser", "fix the tests", "run tests in parallel on CI"],
  },
  {
    form: "run `command`",
    pattern: `(?:run|execute) ${COMMAND}`,
    read: ({ command = "" }, masked) => readCommand("run", command, masked),
    examples: [
      ["run `bun test src`", "/run bun test src\n"],
      ['execute the command "ls -la"', "/run ls -la\n"],
    ],
    counterexamples: ["run bun test", "run a migration", "run `x` on every machine"],
  },
  {
    form: "revert <commit>",
    pattern: "(?:revert|undo) (?:the )?(?:commit )?(?<commit>(?=[a-f]*\\d)[0-9a-f]{6,64})",
    read: ({ commit = "" }) => ({
      kind: "operations",
      operations: [{ kind: "revert", commit: commit.toLowerCase() }],
    }),
    examples: [
      ["revert abc1234", "/revert abc1234\n"],
      ["Undo the commit 0123456789ABCDEF", "/revert 0123456789abcdef\n"],
    ],
    counterexamples: [
      "revert the last change",
      "undo",
      "undo the facade",
      "revert decade",
      "revert to abc1234",
      "revert deadline handling",
    ],
  },
  {
    form: "… and check that `command` passes · … then run `command`",
    pattern: `(?:check|verify|make sure|ensure) (?:that )?(?:(?<tests>(?:the |all )?tests (?:still )?pass)|${COMMAND} (?:still )?(?:passes|pass|works|succeeds|is green|exits (?:with )?0))|(?:check|verify) (?:it )?with (?<with>${QUOTED})`,
    read: ({ command, tests, with: by }, masked) => {
      if (tests !== undefined) return { kind: "check_tests" };
      return readCommand("check", command ?? by ?? "", masked);
    },
    examples: [
      ["rename a.ts to b.ts and check that `tsc -p .` passes", "/move a.ts b.ts\n✓ tsc -p .\n"],
      ["delete a.ts, then run `make lint`", "/delete a.ts\n✓ make lint\n"],
      ["Delete a.ts. Then run the tests.", "/delete a.ts\n✓ TESTS\n"],
      ["copy a.ts to b.ts and make sure the tests still pass", "/copy a.ts b.ts\n✓ TESTS\n"],
    ],
    counterexamples: ["check that the login works", "make sure `x` is used", "delete a.ts and check the rest"],
  },
];
