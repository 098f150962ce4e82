import type { Question } from "../../rule";
import { looksLikePath } from "../names";
import type { Topic } from "../topic";
import { FILE_WORDS, FILLERS } from "../words";

const FILE_STARTS =
  /^(?:paste|open|cat|read|less|head|tail|bat|show|display|print|view|see|give|get|tell|list|find|what|is|are|does|do|how|where|which|any|there|dump|more)$/;

/** Files and folders. */
export const FILES: readonly Topic[] = [
  {
    name: "tree",
    form: "anything that lists files, also of a folder",
    ask: (asked) => {
      const { names, has, words, first } = asked;
      if (
        !asked.namesOnly("paths", "place", "numbers", "ending") ||
        names.paths.length > 1 ||
        has("why", "changed", "touched", "edited", "open", "long") ||
        !(asked.within("tree") || (has("where") && asked.within("tree", "search")))
      )
        return null;
      const named = names.place ?? names.paths[0];
      const where = (named ?? "").replace(/^\.\/?$|\/+$/g, "");
      const isFolder =
        names.place !== undefined ||
        /\/$/.test(named ?? "") ||
        (named !== undefined && !/\.\w+$/.test(named) && looksLikePath(named) && named.includes("/"));
      if (
        names.ending !== undefined &&
        has("in", "with", "where") &&
        named === undefined &&
        !has("repo", "repository", "project", "codebase", "there", "here")
      )
        return null;
      if (
        named === undefined &&
        /^what (?:is|do we have|have we got) in (?:this |the |our |my )?(?:repo|repository|project|codebase)$/.test(
          words.join(" "),
        )
      )
        return { about: "tree", path: "" };
      const isTop =
        named === undefined &&
        /^(?:what|show|list|files|is)/.test(first) &&
        has("top") &&
        has("in", "at", "on") &&
        !has("file");
      const lists =
        isTop ||
        has(
          "files",
          "folders",
          "directories",
          "dirs",
          "structure",
          "listing",
          "subfolders",
          "subdirectories",
          "layout",
          "entries",
          "items",
        ) ||
        first === "ls" ||
        first === "tree" ||
        (has("tree") && first !== "what");
      if (named !== undefined && !isFolder)
        return has("where", "locate") && words.length < 8 && names.paths.length === 1
          ? { about: "tree", path: "", named: where }
          : lists && has("in", "under", "inside") && !has("file") && !/\.\w+$/.test(where)
            ? { about: "tree", path: where }
            : null;
      const contents =
        isFolder &&
        !/^(?:is|are|does|do|has|have|why|who|when)$/.test(first) &&
        (has("in", "inside", "contents", "content", "under", "within") ||
          /^(?:ls|list|show|open|view|see|what|tree)$/.test(first) ||
          words.length === 1);
      if (!(lists || contents) || (named === undefined && has("file")) || (first === "how" && !has("many")))
        return null;
      if (named === undefined && /^(?:what|who) (?:is|are) (?:the )?\S+$/.test(words.join(" "))) return null;
      return { about: "tree", path: where, ...(names.ending === undefined ? {} : { named: names.ending }) };
    },
    examples: [
      "show me the folder structure",
      "what's in the src folder?",
      "which files are in the tests directory?",
      "what files are here?",
      "tree of src, 2 levels",
      "list files under test/fixtures",
      "which dirs are at the top level",
      "files in crates/",
    ],
    counterexamples: [
      "list the files that have no tests",
      "structure the src folder",
      "show the file picker",
      "files should be closed",
      "what's in the docs folder is stale, rewrite it",
    ],
  },
  {
    name: "file",
    form: "anything that shows <path>, or lines of it; its name alone",
    ask: (asked) => {
      const { names, words, has, first, lookup } = asked;
      const [path = ""] = names.paths;
      if (names.paths.length !== 1 || path.endsWith("/") || !asked.namesOnly("paths", "lines", "numbers")) return null;
      const said = words.filter((word) => word !== "#path" && word !== "#lines");
      if (said.length === 0)
        return (isPlainName(path) &&
          !lookup.hasMark &&
          lookup.clauses[0]?.start === "bare" &&
          names.lines === undefined) ||
          /^\.\/|\s/.test(path)
          ? null
          : fileAt(path, names.lines);
      if (
        has("why", "who", "when", "not", "no", "than", "should", "check", "look") &&
        !(has("look") && has("like")) &&
        !(has("look") && /^(?:let|can)/.test(first))
      )
        return null;
      if (
        !said.every(
          (word) =>
            FILLERS.has(word) ||
            FILE_WORDS.has(word) ||
            /^(?:up|need|see|look|with|name|called|named|exist|exists|end|lines?)$/.test(word) ||
            FILE_STARTS.test(word) ||
            word === "#n" ||
            (/^(?:a|an)$/.test(word) && lookup.isQuestion) ||
            (word === "a" && has("there")),
        )
      )
        return null;
      const start = lookup.clauses[0]?.start;
      const asks =
        start === "look" ||
        start === "file" ||
        (has("what") && has("in", "inside", "contents", "content", "like", "says", "say", "at", "on", "#lines")) ||
        (first === "is" && has("there")) ||
        first === "any" ||
        (has("does", "do") && has("exist", "have", "look", "say")) ||
        (first === "how" && has("many", "long")) ||
        (start === "bare" &&
          (/^(?:contents?|lines?|source|text|code|first|last|top|end|bottom|beginning|head|tail|around|near|#lines)$/.test(
            first,
          ) ||
            lookup.isQuestion ||
            said.every((word) => /^(?:file|the|of|in|from|lines?|contents?)$/.test(word)))) ||
        has("see", "show");
      if (!asks || words[0] === "at" || (has("up") && first !== "open")) return null;
      if (names.numbers.length > 0 && names.lines === undefined)
        return /^(?:head|tail)$/.test(first)
          ? fileAt(path, first === "head" ? { from: 1, to: names.numbers[0] ?? 1 } : { last: names.numbers[0] ?? 1 })
          : null;
      return fileAt(path, names.lines);
    },
    examples: [
      "can I see src/main.rs?",
      "what's inside Cargo.toml?",
      "show me the first 20 lines of src/index.ts",
      "I want to see tsconfig.json",
      "package.json?",
      "src/Controller/InvoiceController.php",
      "show the top 30 lines of setup.py",
      "need to see src/gc/mark.cpp 200-260",
      "is there a CONTRIBUTING.md? show it",
    ],
    counterexamples: [
      "show src/a.ts to all users",
      "what is src/a.ts for",
      "show me src/a.ts with the bug fixed",
      "get src/a.ts tested",
      "README",
      "`delete a.ts`",
      "Makefile: add a lint target",
      "is there a CONTRIBUTING.md? if not write one",
      "look at src/a.ts",
      "src/session.ts line 14 can go",
    ],
  },
];

/** "README" may mean to write one. */
const isPlainName = (path: string): boolean => !/[./]/.test(path);

function fileAt(path: string, lines: { from?: number; to?: number; last?: number } = {}): Question {
  return { about: "file", path, ...lines };
}
