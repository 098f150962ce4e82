import { BLOCK } from "./masked";

/** One wish of a message. `after` when the person said "then": it comes after the one before. */
export interface Unit {
  text: string;
  after: boolean;
}

const VERBS =
  "(?:rename|move|copy|duplicate|delete|remove|replace|run|execute|revert|undo|append|add|create|write|check|verify|make sure|ensure)";
const SEPARATOR = new RegExp(
  [
    "\\s*(?:\\n+|;|[.!](?=\\s|$))\\s*",
    ",?\\s+(?:and\\s+)?then\\s+",
    `,?\\s+and\\s+(?=(?:also\\s+|finally\\s+|please\\s+)?${VERBS}\\b)`,
    `,\\s+(?=(?:also\\s+|finally\\s+|please\\s+)?${VERBS}\\b)`,
  ].join("|"),
  "gi",
);
const BULLET = /^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+/gm;
const HEADING = /^(?:please,? )?(?:do|make|apply) (?:the following|these|this)(?: changes| things| edits)?$/i;
const COURTESY_BEFORE =
  /^(?:(?:hey|hi|hello|ok|okay|and|also|first|next|finally|now),? +)*(?:please,? )?(?:(?:can|could|would) you (?:please )?)?(?:also )?/i;
const COURTESY_AFTER = /(?:,? (?:please|thanks|thank you))?[ ?!.:,]*$/i;

/** Splits a masked message into its wishes: by lines, sentences, "then", and "and" before another wish's verb. */
export function splitUnits(masked: string): Unit[] {
  // A block belongs to the line before it.
  const joined = masked
    .replace(BULLET, "")
    .replace(new RegExp(`[ \\t]*:?\\s+(?=${BLOCK})`, "g"), " ")
    .replace(/[ \t]+/g, " ");
  const units: Unit[] = [];
  let after = false;
  let at = 0;
  const push = (text: string) => {
    const led = /^(?:and )?then,? /i.test(text.trim());
    const bare = text
      .trim()
      .replace(/^(?:and )?then,? /i, "")
      .replace(COURTESY_BEFORE, "")
      .replace(COURTESY_AFTER, "");
    if (bare !== "" && !HEADING.test(bare)) units.push({ text: bare, after: after || led });
  };
  for (const match of joined.matchAll(SEPARATOR)) {
    push(joined.slice(at, match.index));
    after = /then/i.test(match[0]);
    at = match.index + match[0].length;
  }
  push(joined.slice(at));
  return units;
}
