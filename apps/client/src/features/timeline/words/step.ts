import { count, FAILURE_WORDS, oneLine, span } from "@pushpals/sdk";
import type { Step, ToolStep } from "../row";
import { type Phrase, phrase } from "./phrase";

/** Each verb as it is under way and as it was done. */
const VERBS: Record<string, readonly [string, string]> = {
  append: ["Appending", "Appended"],
  apply: ["Applying", "Applied"],
  copy: ["Copying", "Copied"],
  create: ["Creating", "Created"],
  delete: ["Deleting", "Deleted"],
  edit: ["Editing", "Edited"],
  execute: ["Running", "Ran"],
  fetch: ["Fetching", "Fetched"],
  list: ["Listing", "Listed"],
  move: ["Moving", "Moved"],
  open: ["Opening", "Opened"],
  patch: ["Patching", "Patched"],
  read: ["Reading", "Read"],
  remove: ["Removing", "Removed"],
  rename: ["Renaming", "Renamed"],
  replace: ["Replacing", "Replaced"],
  revert: ["Reverting", "Reverted"],
  rewrite: ["Rewriting", "Rewrote"],
  run: ["Running", "Ran"],
  search: ["Searching", "Searched"],
  think: ["Thinking about", "Thought about"],
  update: ["Updating", "Updated"],
  view: ["Viewing", "Viewed"],
  write: ["Writing", "Wrote"],
};
const OTHER = ["Using", "Used"] as const;
/** The object of these is a command, whose first word is a program and no verb of ours. */
const COMMANDS = new Set(["run", "execute"]);

const STAGES = {
  workspace: "Workspace",
  lane: "At work",
  validation: "Validating",
  commit: "Commit",
  publish: "Publishing",
  choose: "Chosen",
  hand_over: "Handing over",
} as const;

const TEXT_MAX = 240;
/** A call that took less needs no time beside it. */
const WORTH_TELLING_MS = 2_000;

export function stepPhrase(step: Step): Phrase {
  if (step.kind === "tool") return toolPhrase(step);
  if (step.kind === "stage") {
    const share = step.share === null ? "" : `${Math.round(step.share * 100)} %`;
    return phrase("quiet", STAGES[step.stage], oneLine(step.message, TEXT_MAX), share);
  }
  if (step.kind === "note") return phrase("quiet", "", oneLine(step.text, TEXT_MAX));
  if (step.kind === "use") {
    const cost = step.costUsd === null ? "" : `$${step.costUsd.toFixed(2)}`;
    const tokens = `${step.tokens.toLocaleString("en")} tokens`;
    return phrase(
      "quiet",
      "Used",
      step.model === "" ? "a model" : step.model,
      [count(step.calls, "call"), tokens, cost].filter((part) => part !== "").join(", "),
    );
  }
  const what = step.of === "job" ? "this attempt" : "the landing";
  return phrase("attention", "Tried again:", what, FAILURE_WORDS[step.failure.code].title);
}

function toolPhrase(step: ToolStep): Phrase {
  const { verb, object } = verbAndObject(step);
  if (step.state === "running") return phrase("active", verb[0], object);
  if (step.state === "failed") return phrase("attention", verb[1], object, `failed${firstLine(step.output)}`);
  const tookMs = step.endedAt === null ? 0 : step.endedAt - step.at;
  return phrase("quiet", verb[1], object, tookMs >= WORTH_TELLING_MS ? span(tookMs) : "");
}

function verbAndObject({ tool, title }: ToolStep): { verb: readonly [string, string]; object: string } {
  const [first = "", ...rest] = oneLine(title, TEXT_MAX).split(" ");
  const word = first.toLowerCase();
  const isVerb = rest.length > 0 && (COMMANDS.has(tool) ? COMMANDS.has(word) : word in VERBS);
  if (isVerb) return { verb: VERBS[word] ?? OTHER, object: rest.join(" ") };
  return { verb: VERBS[tool] ?? OTHER, object: oneLine(title, TEXT_MAX) };
}

function firstLine(output: string | null): string {
  const line = output?.split("\n").find((text) => text.trim() !== "");
  return line === undefined ? "" : `: ${oneLine(line.replace(/^Error:\s*/, ""), 160)}`;
}
