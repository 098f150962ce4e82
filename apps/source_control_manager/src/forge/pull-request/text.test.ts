import { describe, expect, test } from "bun:test";
import type { ChangeEntry } from "./describe-changes";
import { hashTitle, readOwnPart, sameBody, writeOwnPart } from "./own-part";
import { describeContents, type Told, titleOf } from "./text";

const entry = (n: number, more: Partial<ChangeEntry> = {}): ChangeEntry => ({
  sha: n.toString(16).padStart(40, "0"),
  subject: `Change ${n}`,
  jobId: Bun.randomUUIDv7(),
  requestId: Bun.randomUUIDv7(),
  sessionId: "dev",
  completionId: Bun.randomUUIDv7(),
  prompt: "please",
  checks: "passed",
  risk: "low",
  ...more,
});
const told = (entries: ChangeEntry[], others: Told["others"] = []): Told => ({
  integration: "main_agents",
  base: "main",
  web: "https://github.com/acme/shop",
  compare: "https://github.com/acme/shop/compare/main...main_agents",
  entries,
  others,
});

describe("what people and programs wrote", () => {
  const evil = [
    "@everyone fixes #12 closes acme/shop#3",
    "<!-- pushpals:end --> text",
    "a `tick` and ``more`` `",
    "[x](https://evil.example) ![x](https://evil.example/i.png) <img src=x>",
    "line\none\r\n\n## heading\u202e\u200b\u0007",
    "```\nfence\n```",
  ];
  for (const text of evil)
    test(`stays within its code span: ${JSON.stringify(text)}`, () => {
      const body = describeContents(told([entry(1, { subject: text, prompt: text })]), 60_000);
      const lines = body.split("\n").filter((line) => line.startsWith("- ") || line.startsWith("  asked"));
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        // Without its code spans, nothing of the text is left.
        const outside = line.replace(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, "");
        expect(outside).not.toMatch(/@|#|<|!\[|evil|everyone|heading|fence/);
      }
      expect(body).not.toContain("<!--");
      expect(body).not.toMatch(/[\u202e\u200b\u0007\r]/);
    });

  test("is shown without what looks like a secret, in the title too", () => {
    const secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    const one = told([entry(1, { subject: `Use ${secret}`, prompt: `with ${secret}` })]);
    expect(describeContents(one, 60_000)).not.toContain(secret);
    expect(titleOf("{summary}", one)).not.toContain(secret);
  });
});

test("fits into its room: the newest are told, the others counted", () => {
  const entries = Array.from({ length: 1_000 }, (_, n) => entry(1_000 - n, { prompt: "x".repeat(280) }));
  const body = describeContents(told(entries), 20_000);
  expect(body.length).toBeLessThanOrEqual(20_000);
  const shown = body.match(/Change \d+/g) ?? [];
  expect(shown[0]).toBe("Change 1000");
  expect(body).toContain(`and ${1_000 - shown.length} earlier, see [all commits]`);
  expect(body).toContain("**1000 changes**");
});

test("what the hub has forgotten is told by its commit, and never called passed", () => {
  const body = describeContents(told([entry(1, { prompt: null, checks: null, risk: null })]), 60_000);
  expect(body).toContain("`Change 1`");
  expect(body).not.toMatch(/passed|ungated|risk|asked/);
});

test("titles are of one line and bounded", () => {
  expect(titleOf("{count} into {base}: {summary}", told([entry(1), entry(2)]))).toBe("2 into main: 2 changes");
  expect(titleOf("{summary}", told([], [{ sha: "a", subject: "x" }]))).toBe("1 commit");
  expect(titleOf("{summary}", told([entry(1, { subject: `a\n${"b".repeat(500)}` })]))).toHaveLength(250);
});

describe("the own part of a description", () => {
  test("is replaced, with all that a person wrote around it", () => {
    const first = writeOwnPart("Hello", "t", () => "one");
    const second = writeOwnPart(`${first}\r\n\r\nBye`, "u", () => "two");
    expect(second).toBe(`Hello\n\n<!-- pushpals:begin title=${hashTitle("u")} -->\ntwo\n<!-- pushpals:end -->\n\nBye`);
    expect(sameBody(`${second.replaceAll("\n", "\r\n")}\r\n`, second)).toBe(true);
  });

  test("is found when its end was cut off, and its room is what the rest leaves", () => {
    const cut = `${"x".repeat(60_000)}<!-- pushpals:begin title=abc -->\nold`;
    expect(readOwnPart(cut)).toMatchObject({ titleHash: "abc", around: { after: "" } });
    let room = 0;
    const body = writeOwnPart(cut, "t", (given) => {
      room = given;
      return "y".repeat(given);
    });
    expect(room).toBeLessThan(5_536);
    expect(body.length).toBe(65_536);
  });
});
