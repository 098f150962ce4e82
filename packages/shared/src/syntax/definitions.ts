import { parse } from "@ast-grep/napi";
import { type CodeLang, loadGrammars } from "./code-languages";
import { DEFINITION_RULES } from "./definition-rules";

/** Something that a file defines. */
export interface Definition {
  /** From 1. */
  line: number;
  /** The line that it begins on. */
  text: string;
}

const MAX_TEXT = 160;

/** Whether files of a language have definitions that can be told. */
export const hasDefinitions = (lang: CodeLang): boolean => DEFINITION_RULES[lang] !== undefined;

/** The definitions of a file by its syntax tree, in their order; null for a language that has none. */
export function definitionsIn(lang: CodeLang, source: string): Definition[] | null {
  const rules = DEFINITION_RULES[lang];
  if (!rules) return null;
  loadGrammars();
  const lines = source.split("\n");
  const at = new Set(
    parse(lang, source)
      .root()
      .findAll({ rule: { any: [...rules] } })
      .map((node) => node.range().start.line),
  );
  return [...at].sort((a, b) => a - b).map((line) => ({ line: line + 1, text: headOf(lines[line] ?? "") }));
}

function headOf(line: string): string {
  const head = line.replace(/\s*(?:=?\s*\{|=>|:|\sdo)?\s*$/, "").trim();
  return head.length <= MAX_TEXT ? head : `${head.slice(0, MAX_TEXT - 1)}…`;
}
