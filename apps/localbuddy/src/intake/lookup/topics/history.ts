import type { Question } from "../../rule";
import type { Asked } from "../asked";
import type { Topic } from "../topic";

const HISTORY =
  "log history commits commit committed touched edited wrote written added removed deleted renamed moved author authors authored who when introduced created pushed whom".split(
    " ",
  );

/** Since when, until when, by whom, how many, on what. */
function historyOf({ names }: Asked): Omit<Extract<Question, { about: "git_log" }>, "about"> {
  const [path] = names.paths;
  const folder = path ?? names.place;
  const [one, other] = names.refs;
  const ref = other === undefined ? one : `${one}..${other}`;
  const count = names.numbers[0];
  return {
    ...(names.range === undefined ? (ref === undefined ? {} : { ref }) : { ref: names.range }),
    ...(folder === undefined ? {} : { path: folder.replace(/\/+$/, "") }),
    ...(names.author === undefined ? {} : { author: names.author }),
    ...(names.since === undefined ? {} : { since: names.since }),
    ...(names.until === undefined ? {} : { until: names.until }),
    ...(count === undefined ? {} : { count }),
  };
}

/** Commits: one, or those of a file, a branch, a person or a time. */
export const HISTORY_OF_COMMITS: readonly Topic[] = [
  {
    name: "commit",
    form: "anything that shows commit <hash>",
    ask: (asked) => {
      const { names, has, lookup, namesOnly } = asked;
      const [id] = names.ids;
      const [ref] = names.refs;
      if (has("why", "again") || names.paths.length > 0 || lookup.clauses[0]?.start === "file") return null;
      if (!asked.within("git_log", "git_diff", "git_status", "status", "review", "jobs", "log")) return null;
      if (
        id !== undefined &&
        names.ids.length === 1 &&
        namesOnly("ids", "since", "until") &&
        !has("job", "request", "log", "logs") &&
        has(
          "commit",
          "hash",
          "sha",
          "diff",
          "changed",
          "change",
          "changes",
          "author",
          "wrote",
          "introduced",
          "pushed",
          "committed",
        )
      )
        return { about: "commit", rev: id };
      const ofLast =
        id === undefined &&
        ref === undefined &&
        namesOnly() &&
        has("last", "latest", "newest", "recent", "previous") &&
        has("commit") &&
        has("diff", "change", "changes", "changed", "contain", "contents", "content", "details") &&
        asked.isFact;
      if (ofLast) return { about: "commit", rev: has("previous") ? "HEAD~1" : "HEAD" };
      if (
        ref !== undefined &&
        /^HEAD/.test(ref) &&
        namesOnly("refs") &&
        names.refs.length === 1 &&
        !has("diff", "history", "log", "branch", "commits") &&
        (lookup.clauses[0]?.start !== "bare" || lookup.hasMark)
      )
        return { about: "commit", rev: ref };
      return null;
    },
    examples: [
      "commit 8d2e1f0",
      "diff of 91ac7d4",
      "what did commit 8d2e1f0 change?",
      "who wrote 8d2e1f0",
      "show me HEAD~1",
    ],
    counterexamples: [
      "revert 8d2e1f0",
      "did you mean to leave that debug print in e5510b?",
      "commit 8d2e1f0 again",
      "make HEAD build again",
    ],
  },
  {
    name: "git_log",
    form: "anything about commits, also of a file, a branch, a person or a time",
    ask: (asked) => {
      const { names, has, isFact, lookup, first } = asked;
      const [text] = names.texts;
      if (
        text !== undefined &&
        names.texts.length === 1 &&
        has("commits", "commit") &&
        asked.namesOnly("texts", "since", "until", "author", "refs") &&
        asked.within("git_log", "search") &&
        has(
          "mention",
          "mentions",
          "mentioning",
          "mentioned",
          "about",
          "with",
          "containing",
          "contain",
          "for",
          "named",
          "called",
          "message",
        )
      )
        return { about: "git_log", ...historyOf(asked), text };
      const named = names.paths.length + (names.place === undefined ? 0 : 1);
      const line = names.lines?.from;
      if (
        line !== undefined &&
        line === names.lines?.to &&
        names.paths.length === 1 &&
        asked.namesOnly("paths", "lines") &&
        has("who", "when", "why", "commit") &&
        has("touched", "changed", "edited", "wrote", "written", "added", "last", "modified", "introduced")
      )
        return { about: "why", path: names.paths[0] ?? "", line };
      if (
        !asked.namesOnly("paths", "place", "refs", "range", "since", "until", "author", "numbers") ||
        named > 1 ||
        names.refs.length > 2 ||
        has("why")
      )
        return null;
      if (
        !asked.within(
          "git_log",
          "log",
          "branches",
          "git_diff",
          "tree",
          "git_status",
          "review",
          "status",
          "jobs",
          "requests",
        )
      )
        return null;
      const ofFile =
        named === 1 &&
        (has(...HISTORY) ||
          (has("changed", "changes", "happened", "modified") &&
            (names.since !== undefined || has("last", "when", "who", "latest"))));
      const said =
        (asked.only("git_log", "log", "branches", "git_diff", "tree", "git_status", "review", "status", "jobs") &&
          has(...HISTORY) &&
          isFact &&
          (has("log", "history", "commits", "commit", "committed", "pushed", "push", "committer") ||
            names.refs.length > 0) &&
          !(has("to", "you") && has("commit", "push"))) ||
        (first === "when" && has("updated") && has("repo", "repository"));
      const onRef =
        names.refs.length === 1 &&
        has("new", "happened", "landed", "happening", "last", "merged") &&
        has("what", "anything") &&
        has("on", "in", "to", "since") &&
        !has("jobs", "job", "requests");
      const pushes =
        names.since !== undefined &&
        has("push", "pushed", "commit", "committed") &&
        has("anyone", "anybody", "someone", "who", "we", "anything");
      const since =
        onRef ||
        pushes ||
        ((names.since !== undefined || names.author !== undefined) &&
          has(
            "changed",
            "changes",
            "change",
            "done",
            "landed",
            "merged",
            "happened",
            "do",
            "commit",
            "committed",
            "push",
            "new",
          ) &&
          (named === 1 || names.author !== undefined || names.refs.length > 0 || has("changed", "changes", "change")) &&
          !has("jobs", "job", "uncommitted", "unstaged", "local", "locally"));
      if (!(ofFile || said || since)) return null;
      if (has("calling", "calls", "called") || has("code")) return null;
      if (/^(?:have|has|do)$/.test(first) && names.author === undefined && !has("any", "anyone", "anybody"))
        return null;
      if (/^(?:is|are)$/.test(first) && !has("there")) return null;
      if (
        lookup.clauses[0]?.start === "bare" &&
        !lookup.isQuestion &&
        has("touched", "edited", "wrote", "created", "introduced", "pushed", "changed") &&
        !has("who", "when", "what", "which")
      )
        return null;
      return { about: "git_log", ...historyOf(asked) };
    },
    examples: [
      "what got committed recently?",
      "show me the most recent commits",
      "who touched Dockerfile last",
      "commits by maria this week",
      "when was tsconfig.json last changed",
      "any commits on release/1.8 since monday",
      "what changed since yesterday",
      "log of api/openapi.yaml",
      "what did anna commit today?",
    ],
    counterexamples: [
      "commit the last changes",
      "show commits per author",
      "did you commit it",
      "there is no commit yet",
      "Push Pals did not land this commit",
      "why was src/telemetry.rs added",
      "write release notes from the commits since v1.12.0",
    ],
  },
];
