import bash from "@ast-grep/lang-bash";
import c from "@ast-grep/lang-c";
import cpp from "@ast-grep/lang-cpp";
import csharp from "@ast-grep/lang-csharp";
import elixir from "@ast-grep/lang-elixir";
import go from "@ast-grep/lang-go";
import java from "@ast-grep/lang-java";
import json from "@ast-grep/lang-json";
import kotlin from "@ast-grep/lang-kotlin";
import lua from "@ast-grep/lang-lua";
import python from "@ast-grep/lang-python";
import ruby from "@ast-grep/lang-ruby";
import rust from "@ast-grep/lang-rust";
import scala from "@ast-grep/lang-scala";
import sql from "@ast-grep/lang-sql";
import swift from "@ast-grep/lang-swift";
import yaml from "@ast-grep/lang-yaml";
import { Lang, registerDynamicLanguage } from "@ast-grep/napi";

/** Those that do not come with ast-grep itself. */
const GRAMMARS = {
  bash,
  c,
  cpp,
  csharp,
  elixir,
  go,
  java,
  json,
  kotlin,
  lua,
  python,
  ruby,
  rust,
  scala,
  sql,
  swift,
  yaml,
};

/** A built-in one of ast-grep, or the name that a grammar of its own is registered by. */
export type CodeLang = Lang | keyof typeof GRAMMARS;

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
  sh: { lang: "bash", extensions: [".sh", ".bash"] },
  bash: { lang: "bash", extensions: [".sh", ".bash"] },
  c: { lang: "c", extensions: [".c", ".h"] },
  cpp: { lang: "cpp", extensions: [".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx", ".h"] },
  cs: { lang: "csharp", extensions: [".cs"] },
  csharp: { lang: "csharp", extensions: [".cs"] },
  elixir: { lang: "elixir", extensions: [".ex", ".exs"] },
  kt: { lang: "kotlin", extensions: [".kt", ".kts"] },
  kotlin: { lang: "kotlin", extensions: [".kt", ".kts"] },
  lua: { lang: "lua", extensions: [".lua"] },
  rb: { lang: "ruby", extensions: [".rb"] },
  ruby: { lang: "ruby", extensions: [".rb"] },
  scala: { lang: "scala", extensions: [".scala", ".sc"] },
  sql: { lang: "sql", extensions: [".sql"] },
  swift: { lang: "swift", extensions: [".swift"] },
  json: { lang: "json", extensions: [".json"] },
  yaml: { lang: "yaml", extensions: [".yaml", ".yml"] },
};

let isRegistered = false;

/** Loads the grammars that do not come with ast-grep; to be called before one of them is used. */
export function loadGrammars(): void {
  // A second time in one process is refused.
  if (!isRegistered) registerDynamicLanguage(GRAMMARS);
  isRegistered = true;
}

const find = (name: string): CodeLanguage | null =>
  Object.hasOwn(LANGUAGES, name.toLowerCase()) ? (LANGUAGES[name.toLowerCase()] ?? null) : null;

export const langOf = (name: string): CodeLang | null => find(name)?.lang ?? null;
/** With the dot; null for a language that is not there. */
export const extensionsOf = (name: string): readonly string[] | null => find(name)?.extensions ?? null;

const BY_EXTENSION = new Map(
  Object.values(LANGUAGES).flatMap(({ lang, extensions }) => extensions.map((extension) => [extension, lang] as const)),
);

/** The language of a file by its name; null for one that is not there. */
export const langOfPath = (path: string): CodeLang | null =>
  BY_EXTENSION.get(/\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? "") ?? null;
