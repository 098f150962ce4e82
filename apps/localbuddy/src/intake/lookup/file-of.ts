import type { Question } from "../rule";
import { type Lookup, linesOf } from "./read-lookup";
import { FILE_STARTS, FILE_WORDS, FILLERS, LOOK_STARTS } from "./words";

/** The file that a lookup wants to see, or lines of it; null when it wants anything else of it. */
export function fileOf(lookup: Lookup): Question | null {
  const { path, words, start } = lookup;
  if (path === undefined || path.endsWith("/")) return null;
  if (
    !words.every((word) => FILLERS.has(word) || FILE_WORDS.has(word) || LOOK_STARTS.has(word) || FILE_STARTS.has(word))
  )
    return null;
  const wanted = linesOf(lookup);
  const inside = words.includes("in") || words.includes("inside") || words.includes("contents");
  const asks =
    start === "look" ||
    start === "file" ||
    (words[0] === "what" && inside) ||
    (start === "bare" && /^(?:contents|lines?)$/.test(words[0] ?? ""));
  if (!asks || wanted === null || (words.includes("contents") && !/\.\w+$/.test(path))) return null;
  return { about: "file", path, ...wanted };
}
