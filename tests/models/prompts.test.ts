import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@pushpals/shared/config";
import { fillPrompt, readPrompt } from "@pushpals/shared/prompts";
import { instructions } from "../../apps/remotebuddy/src/plan/model/instructions";

/** Each prompt's text, by its version: events name the version, so a changed text needs a new one. */
const TEXTS: Record<string, string> = {
  "choose@1": "1cc56d1841214670",
  "plan@2": "9772e4319e682951",
  "repair-answer@1": "754bc358273c7c83",
  "review@1": "e1c5745d1800dc9d",
  "small-talk@1": "96adedfaad9176b6",
};

test("a changed prompt has a new version", () => {
  const names = readdirSync(join(projectRoot(), "prompts")).map((file) => file.replace(/\.md$/, ""));
  const texts = names.map((name) => {
    const { id, text } = readPrompt(name);
    return [id, createHash("sha256").update(text).digest("hex").slice(0, 16)];
  });
  expect(Object.fromEntries(texts)).toEqual(TEXTS);
});

test("every place in a prompt is filled, and every value has a place", () => {
  const policy = { hasAgent: true, allowedCommands: ["bun test"], validationSteps: ["make lint"], maxCandidates: 3 };
  const text = instructions(readPrompt("plan"), policy);
  expect(text).not.toContain("{{");
  for (const part of ["/rewrite", '"depends_on"', "bun test", "make lint", "from 2 to 3"]) expect(text).toContain(part);
  const repair = readPrompt("repair-answer");
  expect(() => fillPrompt(repair, {})).toThrow("{{findings}}");
  expect(() => fillPrompt(repair, { findings: "", more: "" })).toThrow("more");
});

test("what is put into a place is not read as one", () => {
  expect(fillPrompt({ id: "x@1", text: "a {{b}}" }, { b: "{{c}} $& $1" })).toBe("a {{c}} $& $1");
});
