import { parse, type SgNode } from "@ast-grep/napi";
import type { CodeLang } from "@pushpals/shared/syntax";

export interface Rewritten {
  count: number;
  text: string;
}

const META = /\$\$\$([A-Z_][A-Z0-9_]*)|\$([A-Z_][A-Z0-9_]*)/g;

/** Names in a rewrite that its pattern does not have. */
export function unknownNames(pattern: string, rewrite: string): string[] {
  const names = (text: string) => [...text.matchAll(META)].map((match) => match[0]);
  const known = new Set(names(pattern));
  return names(rewrite).filter((name) => !known.has(name));
}

interface Match {
  node: SgNode;
  start: number;
  end: number;
}

/**
 * Replaces each node that the pattern matches. Matches inside of what a name has caught are rewritten too, once:
 * never what the rewrite itself has made, so that it always ends. Throws on a pattern that ast-grep refuses.
 */
export function rewriteSource(lang: CodeLang, source: string, pattern: string, rewrite: string): Rewritten {
  const matches = parse(lang, source).root().findAll(pattern).map(toMatch).sort(outerFirst);
  const distinct = matches.filter((match, index) => {
    const before = matches[index - 1];
    return before === undefined || before.start !== match.start || before.end !== match.end;
  });
  let count = 0;

  /** The source from `start` to `end`, with the outermost of the matches from `first` on replaced. */
  const textOf = (start: number, end: number, first: number): string => {
    let text = "";
    let at = start;
    for (let index = first; index < distinct.length; index += 1) {
      const match = distinct[index];
      if (match === undefined || match.start >= end) break;
      if (match.start < at || match.end > end) continue;
      text += source.slice(at, match.start) + expand(match, index);
      at = match.end;
    }
    return text + source.slice(at, end);
  };
  const expand = (match: Match, index: number): string => {
    count += 1;
    return rewrite.replace(META, (_all, several: string | undefined, one: string | undefined) => {
      const nodes = several === undefined ? [match.node.getMatch(one ?? "")] : match.node.getMultipleMatches(several);
      const first = nodes[0]?.range().start.index;
      const last = nodes.at(-1)?.range().end.index;
      return first === undefined || last === undefined ? "" : textOf(first, last, index + 1);
    });
  };
  const text = textOf(0, source.length, 0);
  return { count, text };
}

function toMatch(node: SgNode): Match {
  const range = node.range();
  return { node, start: range.start.index, end: range.end.index };
}

const outerFirst = (a: Match, b: Match): number => a.start - b.start || b.end - a.end;
