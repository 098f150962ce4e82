import { expect, test } from "bun:test";
import { decide } from "../../apps/localbuddy/src/intake/decide";
import { LOCAL, REMOTE } from "./messages";

interface Labelled {
  text: string;
  wanted: string;
}

const local: Labelled[] = Object.entries(LOCAL).flatMap(([about, texts]) =>
  texts.map((text) => ({ text, wanted: about })),
);
const remote: Labelled[] = Object.values(REMOTE).flatMap((texts) => texts.map((text) => ({ text, wanted: "remote" })));

function routed(text: string): string {
  const decision = decide(text);
  return decision.mode === "local" ? decision.question.about : "remote";
}
const wrong = (messages: readonly Labelled[]) =>
  messages.flatMap(({ text, wanted }) => {
    const got = routed(text);
    return got === wanted ? [] : [`${JSON.stringify(text)}: ${got} instead of ${wanted}`];
  });

test("300 labelled messages, each once", () => {
  const texts = [...local, ...remote].map(({ text }) => text);
  expect(texts.length).toBeGreaterThanOrEqual(300);
  expect(new Set(texts).size).toBe(texts.length);
});

test("no message that asks for a change, for thought, or in other words is answered at the desk", () => {
  expect(wrong(remote)).toEqual([]);
});

test("at least 97 in 100 go where they belong, and none gets the answer to another question", () => {
  const missed = wrong([...local, ...remote]);
  const share = 1 - missed.length / (local.length + remote.length);
  expect([share >= 0.97, missed]).toEqual([true, share >= 0.97 ? missed : []]);
  expect(missed.filter((line) => !line.includes(": remote instead"))).toEqual([]);
});
