import { createHash } from "node:crypto";

/** The part of a description that Push Pals writes. What a person writes before and after it stays. */
const BEGIN = /<!-- pushpals:begin(?: title=([0-9a-f]*))? -->/;
const END = "<!-- pushpals:end -->";

/** GitHub's limit for a description, in characters. */
const BODY_MAX = 65_536;
/** Even under a long text of a person's there is place for a few lines. */
const LEAST_ROOM = 1_000;

export interface OwnPart {
  /** Text before and after, null when Push Pals has not written into this description yet. */
  around: { before: string; after: string } | null;
  /** Hash of the title that Push Pals gave last. */
  titleHash: string | null;
}

export function readOwnPart(body: string | null): OwnPart {
  const text = (body ?? "").replaceAll("\r\n", "\n");
  const begin = BEGIN.exec(text);
  if (!begin) return { around: null, titleHash: null };
  const end = text.indexOf(END, begin.index);
  const after = end < 0 ? "" : text.slice(end + END.length);
  return { around: { before: text.slice(0, begin.index), after }, titleHash: begin[1] ?? null };
}

/** The whole description with `describe(room)` as Push Pals' own part. */
export function writeOwnPart(body: string | null, title: string, describe: (room: number) => string): string {
  const { around } = readOwnPart(body);
  const written = (body ?? "").replaceAll("\r\n", "\n").trim();
  const before = around?.before ?? (written === "" ? "" : `${written}\n\n`);
  const after = around?.after ?? "";
  const begin = `<!-- pushpals:begin title=${hashTitle(title)} -->`;
  const room = BODY_MAX - before.length - after.length - begin.length - END.length - 2;
  return `${before}${begin}\n${describe(Math.max(LEAST_ROOM, room))}\n${END}${after}`;
}

export const sameBody = (one: string | null, other: string): boolean => normal(one ?? "") === normal(other);

const normal = (text: string): string => text.replaceAll("\r\n", "\n").trim();

export const hashTitle = (title: string): string => createHash("sha256").update(title).digest("hex").slice(0, 16);
