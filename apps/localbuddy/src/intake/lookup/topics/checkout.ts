import type { Topic } from "../topic";

/** Branches, and the checkout that is there. */
export const CHECKOUT: readonly Topic[] = [
  {
    name: "branches",
    form: "anything that lists branches",
    ask: (asked) =>
      (asked.only("branches") ||
        (asked.names.texts.length > 0 && asked.has("branch", "branches") && asked.has("name", "called", "named")) ||
        (asked.only("branches", "git_log", "review", "git_status") && !asked.has("commits")) ||
        asked.words.join(" ").includes("branch list")) &&
      asked.isFact &&
      (asked.namesOnly("refs", "numbers", "since") ||
        (asked.namesOnly("texts") && asked.has("name", "called", "named", "there")))
        ? { about: "branches" }
        : null,
    examples: ["how many branches are there?", "show me a list of the branches"],
    counterexamples: ["list the branches by age", "get rid of branches", "what are branches?"],
  },
  {
    name: "git_status",
    form: "anything about the branch that is checked out, or whether it is clean",
    ask: (asked) => {
      const { has, first, namesOnly } = asked;
      if (!namesOnly("refs") || has("why") || (first === "how" && !has("behind", "ahead"))) return null;
      if (/^(?:are|am) (?:we|i|you) (?:still )?on #ref$/.test(asked.words.join(" "))) return { about: "git_status" };
      if (
        has("behind", "ahead") &&
        (has("i", "we", "commits") || has("branch")) &&
        asked.namesOnly("refs") &&
        asked.within("git_log", "git_status", "queue", "status", "branches")
      )
        return { about: "git_status" };
      if (has("git") && asked.only("status", "git_status")) return { about: "git_status" };
      if (
        /^(?:is|are|do|have|has|did|any|anything|everything)$/.test(first) &&
        asked.only("git_log", "git_diff", "git_status") &&
        has("committed", "pushed", "push", "commit", "forget") &&
        !has("commits", "who", "you", "anyone")
      )
        return { about: "git_status" };
      if (!asked.only("git_status", "git_diff", "tree", "status", ...(has("updated") ? (["git_log"] as const) : [])))
        return null;
      if (
        has("branch") &&
        (has("newest", "oldest", "latest", "recent", "exist", "exists", "updated") ||
          (/^(?:is|do|does|have|any)$/.test(first) && has("there", "have", "any")))
      )
        return { about: "branches" };
      return asked.isFact || has("current", "git") ? { about: "git_status" } : null;
    },
    examples: [
      "which branch is checked out?",
      "what's the git status?",
      "name of the current branch plus whether it's dirty",
      "is everything committed?",
      "is there anything to commit?",
    ],
    counterexamples: ["is the branch protected?", "clean the checkout", "get the branch up to date"],
  },
];
