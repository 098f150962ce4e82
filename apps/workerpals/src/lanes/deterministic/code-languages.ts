import go from "@ast-grep/lang-go";
import java from "@ast-grep/lang-java";
import json from "@ast-grep/lang-json";
import python from "@ast-grep/lang-python";
import rust from "@ast-grep/lang-rust";
import yaml from "@ast-grep/lang-yaml";
import { Lang, registerDynamicLanguage } from "@ast-grep/napi";

/** A built-in one of ast-grep, or the name that a grammar of its own is registered by. */
export type CodeLang = Lang | "python" | "go" | "rust" | "java" | "json" | "yaml";

interface CodeLanguage {
  lang: CodeLang;
  extensions: readonly string[];
}

const typescript: CodeLanguage = { lang: Lang.TypeScript, extensions: [".ts", ".mts", ".cts"] };
const tsx: CodeLanguage = { lang: Lang.Tsx, extensions: [".tsx"] };
const javascript: CodeLanguage = { lang: Lang.JavaScript, extensions: [".js", ".jsx", ".mjs", ".cjs"] };

/** The languages whose syntax trees are at hand, by the names that scripts use. */
export const LANGUAGES: Record<string, CodeLanguage> = {
  ts: typescript,
  typescript,
  tsx,
  js: javascript,
  jsx: javascript,
  javascript,
  html: { lang: Lang.Html, extensions: [".html", ".htm"] },
  css: { lang: Lang.Css, extensions: [".css"] },
  py: { lang: "python", extensions: [".py", ".pyi"] },
  python: { lang: "python", extensions: [".py", ".pyi"] },
  go: { lang: "go", extensions: [".go"] },
  rs: { lang: "rust", extensions: [".rs"] },
  rust: { lang: "rust", extensions: [".rs"] },
  java: { lang: "java", extensions: [".java"] },
  json: { lang: "json", extensions: [".json"] },
  yaml: { lang: "yaml", extensions: [".yaml", ".yml"] },
};

let isRegistered = false;

/** Loads the grammars that do not come with ast-grep; to be called before one of them is used. */
export function loadGrammars(): void {
  // A second time in one process is refused.
  if (!isRegistered) registerDynamicLanguage({ python, go, rust, java, json, yaml });
  isRegistered = true;
}

const find = (name: string): CodeLanguage | null =>
  Object.hasOwn(LANGUAGES, name.toLowerCase()) ? (LANGUAGES[name.toLowerCase()] ?? null) : null;

export const langOf = (name: string): CodeLang | null => find(name)?.lang ?? null;
/** With the dot; null for a language that is not there. */
export const extensionsOf = (name: string): readonly string[] | null => find(name)?.extensions ?? null;
