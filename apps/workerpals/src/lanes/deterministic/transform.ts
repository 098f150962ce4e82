import { REPLACE_FLAGS } from "@pushpals/protocol";
import { langOf, loadGrammars } from "@pushpals/shared/syntax";
import { rewriteSource, unknownNames } from "./rewrite-source";

export type Transformation =
  | { kind: "replace"; search: string; replacement: string }
  | { kind: "rewrite"; language: string; pattern: string; rewrite: string };

export interface TransformInput {
  transformation: Transformation;
  texts: string[];
}

/** One entry per text, in order; `text` is absent where nothing changed. */
export type TransformOutput =
  | { ok: true; results: { count: number; text?: string }[] }
  | { ok: false; message: string };

/**
 * Pure and possibly endless (an expression may backtrack for ever), so this file is also a program that can be killed:
 * its input as JSON on stdin, its output as JSON on stdout.
 */
export function transform({ transformation, texts }: TransformInput): TransformOutput {
  try {
    const one = transformer(transformation);
    return {
      ok: true,
      results: texts.map((before) => {
        const { count, text } = one(before);
        return text === before ? { count } : { count, text };
      }),
    };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function transformer(transformation: Transformation): (text: string) => { count: number; text: string } {
  if (transformation.kind === "replace") {
    const expression = new RegExp(transformation.search, REPLACE_FLAGS);
    return (text) => ({
      count: [...text.matchAll(expression)].length,
      text: text.replace(expression, transformation.replacement),
    });
  }
  const { language, pattern, rewrite } = transformation;
  const lang = langOf(language);
  loadGrammars();
  if (lang === null) throw new Error(`no syntax tree for "${language}"`);
  const unknown = unknownNames(pattern, rewrite);
  if (unknown.length > 0) throw new Error(`the rewrite uses ${unknown.join(", ")}, which the pattern does not have`);
  return (text) => rewriteSource(lang, text, pattern, rewrite);
}

if (import.meta.main)
  await Bun.write(Bun.stdout, JSON.stringify(transform((await Bun.stdin.json()) as TransformInput)));
