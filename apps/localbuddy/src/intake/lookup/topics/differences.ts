import type { Question } from "../../rule";
import type { Asked } from "../asked";
import type { Topic } from "../topic";

const DIFFERS =
  "diff diffs changes uncommitted unstaged staged modified change changed difference differences differs differ different".split(
    " ",
  );

/** What has changed here, or between commits. */
export const DIFFERENCES: readonly Topic[] = [
  {
    name: "git_diff",
    form: "anything about what has changed here, or between commits",
    ask: (asked) => {
      const { names, has } = asked;
      const sides = sidesOf(asked);
      if (sides !== null) return sides;
      if (
        !(has(...DIFFERS) || (has("touched", "edited") && has("i", "files") && names.paths.length === 0)) ||
        has("why") ||
        names.paths.length > 1 ||
        names.refs.length > 2
      )
        return null;
      if (!asked.only("git_diff", "tree", "git_status", "git_log", "branches", "log", "review")) return null;
      if (
        !asked.namesOnly("paths", "place", "refs", "range") ||
        (asked.first === "how" && !has("many", "much", "big", "large", "differ", "different"))
      )
        return null;
      if (
        /^(?:is|are|do|have|any|anything)$/.test(asked.first) &&
        names.refs.length === 0 &&
        names.range === undefined &&
        names.paths.length === 0
      )
        return { about: "git_status" };
      if (
        has("difference", "differences", "differ", "differs") &&
        names.refs.length === 0 &&
        names.range === undefined &&
        names.paths.length === 0
      )
        return null;
      const [from, to] = names.refs;
      const range = names.range ?? (from === undefined ? undefined : to === undefined ? from : `${from}..${to}`);
      const path = names.paths[0] ?? names.place;
      if (range === undefined && has("staged") && !has("unstaged"))
        return { about: "git_diff", staged: true, ...(path === undefined ? {} : { path }) };
      return {
        about: "git_diff",
        ...(range === undefined ? {} : { range }),
        ...(path === undefined ? {} : { path: path.replace(/\/+$/, "") }),
      };
    },
    examples: [
      "show me what changed",
      "what are my local changes?",
      "diff against main",
      "difference between develop and main",
      "show me whats staged",
    ],
    counterexamples: [
      "change the diff",
      "show changes to the reviewers",
      "what would you change?",
      "show me a diff that would make the parser accept trailing commas",
    ],
  },
];

/** What is on one branch and not on another. */
function sidesOf({ words, names }: Asked): Question | null {
  const [one = "", other = ""] = names.refs;
  const said = words.join(" ");
  if (names.refs.length !== 2 || names.paths.length > 0) return null;
  const onOne =
    /^(?:what|which commits|anything|is there anything) (?:is|are|commits|commits are)?(?: on| in)?(?: the)?(?: branch)? ?#ref(?: branch)? (?:(?:that|which) )?(?:(?:is|are) )?(?:not|against|but not)(?: yet)?(?: (?:on|in|landed|merged into|merged))?(?: the)? #ref/.test(
      said,
    );
  const isAhead =
    /^(?:is|how far is) (?:the )?(?:branch )?#ref (?:ahead|up|clean)(?: with| against| #ref)? ?(?:#ref)?$/.test(said);
  if (!(onOne || isAhead)) return null;
  if (onOne && one === "main_agents") return { about: "review" };
  return { about: "git_log", ref: `${other === "origin" || other === "upstream" ? `${other}/${one}` : other}..${one}` };
}
