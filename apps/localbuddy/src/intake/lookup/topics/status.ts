import { isPlain } from "../asked";
import type { Topic } from "../topic";

/** How it is going, and what can be asked. */
export const STATUS: readonly Topic[] = [
  {
    name: "status",
    form: "anything about how it is going",
    ask: (asked) => {
      const { has, first, lookup } = asked;
      if (
        /^(?:are )?you (?:guys )?(?:still |all )?(?:there|around|awake|alive|up|here|online)$/.test(
          asked.words.join(" "),
        ) &&
        lookup.isQuestion
      )
        return { about: "status" };
      if (/^what are you$/.test(asked.words.join(" "))) return null;
      const greets =
        first === "how" &&
        has(
          "things",
          "everything",
          "everyone",
          "everybody",
          "you",
          "we",
          "team",
          "crew",
          "gang",
          "squad",
          "pals",
          "bots",
          "folks",
        ) &&
        !asked.words.some((word) => TOPIC.test(word)) &&
        asked.words.length < 8;
      if (
        !isPlain(asked) ||
        !(asked.only("status", "jobs", "workers", "queue", "requests") || greets) ||
        has("why") ||
        (first === "how" && !greets && !asked.isFact)
      )
        return null;
      if (has("new") && !(has("what", "anything", "something") && asked.words.length < 7)) return null;
      if (
        has("up") &&
        !has(
          "system",
          "what",
          "everything",
          "everyone",
          "you",
          "team",
          "server",
          "services",
          "service",
          "all",
          "things",
          "pals",
          "push",
          "still",
          "running",
          "long",
        )
      )
        return null;
      if (
        first === "how" &&
        has("long", "many", "much") &&
        !(has("up", "running", "online") && has("you", "system", "server", "pals"))
      )
        return null;
      if (
        lookup.clauses[0]?.start === "bare" &&
        !lookup.isQuestion &&
        !has("status", "state", "news", "health", "report", "progress")
      )
        return null;
      return { about: "status" };
    },
    examples: [
      "any news?",
      "is anything running at the moment?",
      "what's everyone doing?",
      "everything up?",
      "system health",
      "how busy are you guys right now",
    ],
    counterexamples: [
      "what is the status of the build",
      "get the system up to date",
      "report the status to slack",
      "ok",
      "all good",
      "running",
    ],
  },
  {
    name: "help",
    form: "anything about what can be asked",
    ask: (asked) =>
      (/^(?:what|who) (?:are|is) (?:you|this|this thing|it|that|push pals)(?: for| all)?$|^how (?:does|do) (?:this|it|you|this thing|the thing|that|push pals|all this) works?$|^what (?:do|can|should) i (?:type|say|write|do|ask)(?: here| you)?$/.test(
        asked.words.join(" "),
      ) &&
        asked.namesOnly()) ||
      (isPlain(asked) &&
        asked.only("help") &&
        !asked.has("why", "me") &&
        (!asked.has("use") || asked.has("commands", "command", "features")) &&
        asked.isFact &&
        (asked.lookup.isQuestion || asked.lookup.clauses[0]?.start !== "bare" || asked.has("list")))
        ? { about: "help" }
        : null,
    examples: ["is there any help?", "what are your features?"],
    counterexamples: ["get help for the parser", "what commands does the cli have"],
  },
];

const TOPIC = /^(?:job|jobs|file|files|commit|commits|many|long|much|do|use)$/;
