import { Lang, type NapiConfig } from "@ast-grep/napi";
import type { CodeLang } from "./code-languages";

type Rule = NapiConfig["rule"];

const of = (...kinds: string[]): Rule[] => kinds.map((kind) => ({ kind }));
/** A kind of node where one of another kind is a part of it. */
const withA = (kind: string, part: string): Rule => ({ kind, has: { kind: part } });

/** Values that a module gives away are definitions as well; those inside of functions are not. */
const givenAway: Rule = { kind: "lexical_declaration", inside: { kind: "export_statement" } };
const typescript = [
  ...of("function_declaration", "class_declaration", "abstract_class_declaration", "interface_declaration"),
  ...of("type_alias_declaration", "enum_declaration", "method_definition"),
  givenAway,
];

/** Without a body these name a type and define none. */
const cTypes = [
  withA("struct_specifier", "field_declaration_list"),
  withA("union_specifier", "field_declaration_list"),
  withA("enum_specifier", "enumerator_list"),
];
/** What a header tells of a function. */
const cPrototype: Rule = {
  kind: "declaration",
  has: { kind: "function_declarator", stopBy: "end" },
  not: { inside: { kind: "compound_statement", stopBy: "end" } },
};
const c = [...of("function_definition", "type_definition"), ...cTypes, cPrototype];

/** Definitions of Elixir are calls. */
const elixirCall = "^def(p|macro|macrop|module|protocol|impl|struct|exception|delegate|guard|guardp)?$";

/** What a definition is in the grammar of each language; one that is missing here has none worth telling. */
export const DEFINITION_RULES: Partial<Record<CodeLang, readonly Rule[]>> = {
  [Lang.TypeScript]: typescript,
  [Lang.Tsx]: typescript,
  [Lang.JavaScript]: [...of("function_declaration", "class_declaration", "method_definition"), givenAway],
  python: of("function_definition", "class_definition"),
  go: of("function_declaration", "method_declaration", "type_spec"),
  rust: of("function_item", "struct_item", "enum_item", "trait_item", "impl_item", "type_item"),
  java: [
    ...of("class_declaration", "interface_declaration", "enum_declaration", "record_declaration"),
    ...of("method_declaration", "constructor_declaration"),
  ],
  bash: of("function_definition"),
  c,
  cpp: [
    ...c,
    ...of("namespace_definition", "alias_declaration"),
    withA("class_specifier", "field_declaration_list"),
    { kind: "field_declaration", has: { kind: "function_declarator", stopBy: "end" } },
  ],
  csharp: [
    ...of("class_declaration", "interface_declaration", "record_declaration", "struct_declaration"),
    ...of("enum_declaration", "delegate_declaration"),
    ...of("method_declaration", "constructor_declaration", "property_declaration"),
  ],
  elixir: [{ kind: "call", has: { kind: "identifier", regex: elixirCall } }],
  kotlin: [
    ...of("class_declaration", "object_declaration", "function_declaration", "type_alias"),
    { kind: "property_declaration", inside: { kind: "source_file" } },
  ],
  lua: [
    ...of("function_declaration"),
    { kind: "assignment_statement", has: { kind: "expression_list", has: { kind: "function_definition" } } },
  ],
  ruby: [
    ...of("class", "module", "method", "singleton_method"),
    { kind: "assignment", has: { field: "left", kind: "constant" } },
  ],
  scala: [
    ...of("class_definition", "trait_definition", "object_definition", "enum_definition", "type_definition"),
    ...of("function_definition", "function_declaration"),
  ],
  sql: [
    ...of("create_table", "create_view", "create_materialized_view", "create_index", "create_function"),
    ...of("create_type", "create_trigger", "create_schema", "create_sequence"),
  ],
  swift: [
    ...of("class_declaration", "protocol_declaration", "typealias_declaration"),
    ...of("function_declaration", "protocol_function_declaration", "init_declaration"),
  ],
};
