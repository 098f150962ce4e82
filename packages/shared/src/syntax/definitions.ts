import { Lang, parse } from "@ast-grep/napi";
import { type CodeLang, loadGrammars } from "./code-languages";

/** Something that a file defines. */
export interface Definition {
  /** From 1. */
  line: number;
  /** The line that it begins on. */
  text: string;
}

const typescript = [
  ...["function_declaration", "class_declaration", "abstract_class_declaration", "interface_declaration"],
  ...["type_alias_declaration", "enum_declaration", "method_definition"],
];
const javascript = ["function_declaration", "class_declaration", "method_definition"];

/** What a definition is called in the grammar of each language; one that is missing here has none worth telling. */
const KINDS: Partial<Record<CodeLang, readonly string[]>> = {
  [Lang.TypeScript]: typescript,
  [Lang.Tsx]: typescript,
  [Lang.JavaScript]: javascript,
  python: ["function_definition", "class_definition"],
  go: ["function_declaration", "method_declaration", "type_spec"],
  rust: ["function_item", "struct_item", "enum_item", "trait_item", "impl_item", "type_item"],
  java: [
    ...["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"],
    ...["method_declaration", "constructor_declaration"],
  ],
};
/** Values that a module of these gives away are definitions as well; those inside of functions are not. */
const EXPORTS: readonly CodeLang[] = [Lang.TypeScript, Lang.Tsx, Lang.JavaScript];

const MAX_TEXT = 160;

/** Whether files of a language have definitions that can be told. */
export const hasDefinitions = (lang: CodeLang): boolean => KINDS[lang] !== undefined;

/** The definitions of a file by its syntax tree, in their order; null for a language that has none. */
export function definitionsIn(lang: CodeLang, source: string): Definition[] | null {
  const kinds = KINDS[lang];
  if (!kinds) return null;
  loadGrammars();
  const any = kinds.map((kind) => ({ kind }));
  const given = { kind: "lexical_declaration", inside: { kind: "export_statement" } };
  const rule = { any: EXPORTS.includes(lang) ? [...any, given] : any };
  const lines = source.split("\n");
  const at = new Set(
    parse(lang, source)
      .root()
      .findAll({ rule })
      .map((node) => node.range().start.line),
  );
  return [...at].sort((a, b) => a - b).map((line) => ({ line: line + 1, text: headOf(lines[line] ?? "") }));
}

function headOf(line: string): string {
  const head = line.replace(/\s*(?:\{|=>|:)?\s*$/, "").trim();
  return head.length <= MAX_TEXT ? head : `${head.slice(0, MAX_TEXT - 1)}…`;
}
