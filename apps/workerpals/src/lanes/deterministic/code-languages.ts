import { Lang } from "@ast-grep/napi";

interface CodeLanguage {
  lang: Lang;
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
};

const find = (name: string): CodeLanguage | null =>
  Object.hasOwn(LANGUAGES, name.toLowerCase()) ? (LANGUAGES[name.toLowerCase()] ?? null) : null;

export const langOf = (name: string): Lang | null => find(name)?.lang ?? null;
/** With the dot; null for a language that is not there. */
export const extensionsOf = (name: string): readonly string[] | null => find(name)?.extensions ?? null;
