import { shortId } from "@pushpals/protocol";
import { redactText } from "@pushpals/shared/log";
import type { ChangeEntry } from "./describe-changes";

/** What a pull request is told with. */
export interface Told {
  integration: string;
  base: string;
  /** Page of the repository. */
  web: string;
  compare: string;
  entries: readonly ChangeEntry[];
  others: readonly { sha: string; subject: string }[];
}

const TITLE_MAX = 250;
const OTHERS_SHOWN = 20;
const SHA_SHOWN = 9;
const RISKS = ["low", "medium", "high"] as const;

/** `{summary}`, `{count}`, `{branch}` and `{base}` of the template, filled in; one line. */
export function titleOf(template: string, told: Told): string {
  const [only] = told.entries;
  const values: Record<string, string> = {
    summary: told.entries.length === 1 && only ? only.subject : countOf(told),
    count: String(told.entries.length),
    branch: told.integration,
    base: told.base,
  };
  const filled = template.replace(/\{(summary|count|branch|base)\}/g, (_, name: string) => values[name] ?? "");
  const title = oneLine(filled);
  return title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1)}…`;
}

/** Everything that is in it, newest first, in at most `room` characters: the oldest are left out and counted. */
export function describeContents(told: Told, room: number): string {
  const head =
    `**${countOf(told)}** from ${code(told.integration)} for ${code(told.base)}, made by Push Pals. ${sumOf(told)}`.trim();
  const foot = [othersOf(told), `What a job changed and proved: \`pushpals diff <job>\`, \`pushpals logs <job>\`.`];
  const left = (count: number) => (count === 0 ? "" : `- and ${count} earlier, see [all commits](${told.compare})`);
  const parts = (shown: string[]) =>
    [head, [...shown, left(told.entries.length - shown.length)].filter((line) => line !== "").join("\n"), ...foot]
      .filter((part) => part !== "")
      .join("\n\n");
  const shown: string[] = [];
  for (const entry of told.entries) {
    const line = entryText(entry, told.web);
    if (parts([...shown, line]).length > room) break;
    shown.push(line);
  }
  return parts(shown);
}

function countOf({ entries, others }: Told): string {
  if (entries.length > 0) return entries.length === 1 ? "1 change" : `${entries.length} changes`;
  return others.length === 1 ? "1 commit" : `${others.length} commits`;
}

/** How many were checked, and the highest risk. */
function sumOf({ entries }: Told): string {
  const passed = entries.filter((entry) => entry.checks === "passed").length;
  const ungated = entries.filter((entry) => entry.checks === "ungated").length;
  const risk = RISKS.findLast((level) => entries.some((entry) => entry.risk === level));
  const parts = [
    ...(passed > 0 ? [`checks passed: ${passed}`] : []),
    ...(ungated > 0 ? [`ungated: ${ungated}`] : []),
    ...(risk ? [`highest risk: ${risk}`] : []),
  ].join(", ");
  return parts === "" ? "" : `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`;
}

function entryText(entry: ChangeEntry, web: string): string {
  const facts = [
    `[${entry.sha.slice(0, SHA_SHOWN)}](${web}/commit/${entry.sha})`,
    ...(entry.checks === null ? [] : [entry.checks === "passed" ? "checks passed" : "ungated"]),
    ...(entry.risk === null ? [] : [`risk ${entry.risk}`]),
    ...(entry.jobId === null ? [] : [`job \`${shortId(entry.jobId)}\``]),
  ];
  const request = entry.requestId === null ? "" : ` in request \`${shortId(entry.requestId)}\``;
  const asked = entry.prompt === null ? "" : `\n  asked for${request}: ${code(entry.prompt)}`;
  return `- ${code(entry.subject)}: ${facts.join(", ")}${asked}`;
}

function othersOf({ others, web }: Told): string {
  if (others.length === 0) return "";
  const lines = others
    .slice(0, OTHERS_SHOWN)
    .map(({ sha, subject }) => `- ${code(subject)}: [${sha.slice(0, SHA_SHOWN)}](${web}/commit/${sha})`);
  const more = others.length - lines.length;
  return ["Other commits:", ...lines, ...(more > 0 ? [`- and ${more} earlier`] : [])].join("\n");
}

/**
 * Text of people and programs as a code span: nothing in it mentions anybody, closes an issue, links, or ends the
 * part of the description that belongs to Push Pals.
 */
function code(text: string): string {
  const line = oneLine(text);
  if (line === "") return "` `";
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** One line without control and invisible characters, and without what looks like a secret or opens a comment. */
const oneLine = (text: string): string =>
  redactText(text)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, " ")
    .replaceAll("<!--", "<! --")
    .trim();
