import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

import type { Piece } from "./code-piece";

const LANGUAGES = {
  bash,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  markdown,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** Code in pieces of one colour each; null where the language is not known. */
export function colourCode(code: string, name: string): Piece[] | null {
  if (!hljs.getLanguage(name)) return null;
  const { _emitter: emitter } = hljs.highlight(code, { language: name, ignoreIllegals: true });
  return pieces((emitter as unknown as { rootNode: Node }).rootNode, "plain");
}

interface Node {
  scope?: string;
  children: (Node | string)[];
}

function pieces(node: Node, inherited: Piece["kind"]): Piece[] {
  const kind = node.scope === undefined ? inherited : kindOf(node.scope);
  return node.children.flatMap((child) => (typeof child === "string" ? [{ text: child, kind }] : pieces(child, kind)));
}

const KINDS: [RegExp, Piece["kind"]][] = [
  [/^(comment|quote|meta)/, "comment"],
  [/^(string|regexp|addition|char)/, "string"],
  [/^(number|literal|symbol|bullet)/, "number"],
  [/^(title|attr|name|section|property|selector|type)/, "title"],
  [/^(keyword|built_in|tag|deletion|operator)/, "keyword"],
];

const kindOf = (scope: string): Piece["kind"] => KINDS.find(([pattern]) => pattern.test(scope))?.[1] ?? "plain";
