import { isRepoPath, type NewOperation } from "@pushpals/protocol";
import type { Masked } from "./masked";
import { looksLikeGlob, looksLikePath } from "./paths";

/** What a sentence asks for. */
export type Wish =
  | {
      kind: "operations";
      operations: NewOperation[] /** Paths that must not exist yet. */;
      absent?: string[] /** Words that are meant as files only if these exist. */;
      present?: string[];
    }
  /** A command, as an operation or, after changes, as a proof of them. */
  | { kind: "run"; command: string }
  | { kind: "run_tests" }
  /** A command that must pass on the finished tree. */
  | { kind: "check"; command: string }
  | { kind: "check_tests" };

/** Bare words that describe text instead of being it: "replace tabs with spaces" means no word "tabs". */
const DESCRIBES =
  /^(?:it|this|that|these|those|them|all|each|every|everything|something|nothing|tabs?|spaces?|whitespace|newlines?|quotes?|semicolons?|commas?|brackets?|lines?|words?|text|strings?|numbers?|occurrences|imports?|exports?|functions?|class(?:es)?|comments?|the|a|an|any)$/i;

export function readPair(kind: "move" | "copy", groups: Record<string, string>, masked: Masked): Wish | null {
  const from = pathOf(groups["from"] ?? "", masked, groups["noun"]);
  const to = pathOf(groups["to"] ?? "", masked, groups["noun"]);
  if (from === null || to === null) return kind === "move" ? readRename(groups, masked) : null;
  const intoFolder = masked.unmask(groups["to"] ?? "").endsWith("/");
  const name = from.split("/").at(-1) ?? from;
  return { kind: "operations", operations: [{ kind, from, to: intoFolder ? `${to}/${name}` : to }] };
}

/** "Rename COPYING to license": plain words, which are files where there is one that bears the first. */
function readRename(groups: Record<string, string>, masked: Masked): Wish | null {
  const [from = "", to = ""] = [groups["from"], groups["to"]].map((token) => masked.unmask(token ?? ""));
  if (groups["verb"]?.toLowerCase() !== "rename" || groups["noun"] !== undefined) return null;
  if (![from, to].every((name) => isRepoPath(name) && /^[\w.-]+$/.test(name))) return null;
  return { kind: "operations", operations: [{ kind: "move", from, to }], present: [from] };
}

/** "The file a and tests" may mean other tests than a folder: only a plural says of each that it is a file or folder. */
export function readDelete(groups: Record<string, string>, masked: Masked): Wish | null {
  const listed = tokens(groups["paths"] ?? "");
  const noun = groups["noun"];
  const said = listed.length === 1 || noun?.endsWith("s") ? noun : undefined;
  const paths = listed.map((token) => pathOf(token, masked, said));
  if (paths.some((path) => path === null || /[*?{]/.test(path))) return null;
  return { kind: "operations", operations: paths.flatMap((path) => (path === null ? [] : [{ kind: "delete", path }])) };
}

/** Quoted text is meant letter by letter. A bare word is meant as a word: `var` is not the start of `variable`. */
export function readReplace(groups: Record<string, string>, masked: Masked): Wish | null {
  const { old = "", new: fresh = "", globs: listed } = groups;
  const search = masked.unmask(old);
  const replacement = masked.unmask(fresh);
  const bare = [old, fresh].filter((token) => !masked.isQuoted(token));
  if (search === "" || bare.some((word) => DESCRIBES.test(word))) return null;
  const globs = listed === undefined ? ["**/*"] : tokens(listed).map((token) => masked.unmask(token));
  if (!globs.every(looksLikeGlob)) return null;
  const wholeWord = !masked.isQuoted(old) && /^\w+$/.test(search);
  const operation: NewOperation = wholeWord
    ? {
        kind: "replace",
        search: `\\b${search}\\b`,
        replacement: replacement.replaceAll("$", "$$$$"),
        globs,
        regex: true,
      }
    : { kind: "replace", search, replacement, globs, regex: false };
  return { kind: "operations", operations: [operation] };
}

/** A path, when it can be nothing else: it looks like one, or the person said that it is a file or folder. */
function pathOf(token: string, masked: Masked, noun: string | undefined): string | null {
  const path = masked.unmask(token).replace(/^\.\//, "").replace(/\/$/, "");
  const isPath = noun === undefined ? looksLikePath(masked.unmask(token).replace(/^\.\//, "")) : isRepoPath(path);
  return isPath ? path : null;
}

/** The named groups of a pattern with two forms end in 2 in the second. */
export function readContent(kind: "write" | "append", groups: Record<string, string>, masked: Masked): Wish | null {
  const path = pathOf(groups["path"] ?? groups["path2"] ?? "", masked, groups["noun"]);
  if (path === null) return null;
  const content = contentOf(groups["content"] ?? groups["content2"] ?? "", masked);
  const absent = kind === "write" ? { absent: [path] } : {};
  return { kind: "operations", operations: [{ kind, path, content }], ...absent };
}

function contentOf(token: string, masked: Masked): string {
  const content = masked.unmask(token);
  return content === "" || content.endsWith("\n") ? content : `${content}\n`;
}

export function readCommand(kind: "run" | "check", token: string, masked: Masked): Wish | null {
  const command = masked.unmask(token).trim();
  return command === "" || command.length > 2_000 ? null : { kind, command };
}

const tokens = (listed: string): string[] => listed.split(/(?:,? and|,) /);
