import { shortId } from "@pushpals/protocol";

/** Text in a fence that none of its own lines can close. */
export function fenced(text: string, language = ""): string {
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, run) => Math.max(most, run[0].length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${fence}`;
}

/** Text of others as inline code: on one line, whatever backticks it has. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = [...line.matchAll(/`+/g)].reduce((most, run) => Math.max(most, run[0].length), 0);
  const mark = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${mark}${pad}${line}${pad}${mark}`;
}

/** Text of others as plain words on one line: nothing in it is taken for Markdown or for HTML. */
export const plain = (text: string): string => oneLine(text).replace(/[\\`*_~[\]<>|#!]/g, "\\$&");

export const id = (full: string): string => `\`${shortId(full)}\``;

export const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

/** Paragraphs, the empty ones left out. */
export const paragraphs = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The first characters of a text, and whether something was cut off. Never parts a surrogate pair. */
export function cut(text: string, max: number): { text: string; cut: boolean } {
  if (text.length <= max) return { text, cut: false };
  const code = text.charCodeAt(max - 1);
  return { text: text.slice(0, code >= 0xd800 && code <= 0xdbff ? max - 1 : max), cut: true };
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
