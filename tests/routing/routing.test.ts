import { expect, test } from "bun:test";
import { decide } from "../../apps/localbuddy/src/intake/decide";
import { LATER_LOCAL, LATER_REMOTE } from "./later-messages";
import { LOCAL, REMOTE } from "./messages";
import { MORE_LOCAL, MORE_REMOTE } from "./more-messages";
import { BLIND_SETS, type BlindMessage, readBlindSet } from "./sets/blind-sets";

interface Labelled {
  text: string;
  wanted: string;
}

const labelled = (set: Record<string, readonly string[]>): Labelled[] =>
  Object.entries(set).flatMap(([about, texts]) => texts.map((text) => ({ text, wanted: about })));
const wishes = (texts: readonly string[]): Labelled[] => texts.map((text) => ({ text, wanted: "remote" }));

const local = [LOCAL, MORE_LOCAL, ...LATER_LOCAL].flatMap(labelled);
const remote = wishes([...Object.values(REMOTE).flat(), ...Object.values(MORE_REMOTE).flat(), ...LATER_REMOTE]);

function routed(text: string): string {
  const decision = decide(text);
  return decision.mode === "local" ? decision.question.about : "remote";
}
const wrong = (messages: readonly Labelled[]) =>
  messages.flatMap(({ text, wanted }) => {
    const got = routed(text);
    return got === wanted ? [] : [`${JSON.stringify(text)}: ${got} instead of ${wanted}`];
  });

test("900 labelled messages", () => {
  expect(local.length + remote.length).toBeGreaterThanOrEqual(900);
  const own = [
    ...labelled(LOCAL),
    ...Object.values(REMOTE)
      .flat()
      .map((text) => ({ text })),
  ].map(({ text }) => text);
  expect(new Set(own).size).toBe(own.length);
});

test("no message that asks for a change, for thought, or in other words is answered at the desk", () => {
  expect(wrong(remote)).toEqual([]);
});

test("at least 97 in 100 go where they belong, and hardly one gets the answer to another question", () => {
  const missed = wrong([...local, ...remote]);
  const share = 1 - missed.length / (local.length + remote.length);
  expect([share >= 0.97, missed]).toEqual([true, share >= 0.97 ? missed : []]);
  expect(missed.filter((line) => !line.includes(": remote instead")).length).toBeLessThanOrEqual(1);
});

const isRight = ({ text, want }: BlindMessage) =>
  want === "either" || (routed(text) === "remote") === (want === "remote");

for (const { name, floor } of BLIND_SETS)
  test(`${name}: at least ${floor} in 100 go where they belong, and no wish is answered at the desk`, () => {
    const set = readBlindSet(name);
    const missed = set.filter((message) => !isRight(message));
    expect(missed.filter(({ want }) => want === "remote")).toEqual([]);
    const share = 100 * (1 - missed.length / set.length);
    expect([share >= floor, missed]).toEqual([true, share >= floor ? missed : []]);
  });

/** Every lookup that the desk answers, of all sets. */
const lookups = [
  ...local.filter(({ text, wanted }) => routed(text) === wanted && wanted !== "search"),
  ...BLIND_SETS.flatMap(({ name }) => readBlindSet(name)).filter(
    ({ text, want }) => want === "local" && routed(text) !== "remote",
  ),
]
  .map(({ text }) => text)
  .filter((text) => !text.startsWith("/"));

const GOES_ON = [
  "and delete it",
  ", then fix it",
  "but in red",
  "as a table in the footer",
  "with their dates, on the start page",
  "by email every morning",
  "if it is wrong, correct it",
  "because it has to go",
  "; also rename a.ts to b.ts",
  "\nremove src/b.ts",
  "so that users can see it",
  "instead of the logo",
  "und lösche sie",
  "puis corrige-le",
];
const WISHES = [
  "fix",
  "change",
  "nuke",
  "entferne",
  "run",
  "start",
  "commit",
  "merge",
  "approve",
  "remove",
  "add",
  "make",
  "rename",
  "clean up",
  "rewrite",
  "restart",
  "clear",
  "hide",
  "lösche",
];

test("a lookup that goes on is more than a lookup, however it goes on", () => {
  for (const [index, text] of lookups.entries())
    for (const more of GOES_ON.filter((_, at) => (at + index) % 3 === 0)) {
      const message = `${text.replace(/[ ?!.]+$/, "")}${/^[,;\n]/.test(more) ? "" : " "}${more}`;
      expect([message, routed(message)]).toEqual([message, "remote"]);
    }
});

test("the object of a lookup, with another verb, is a wish", () => {
  for (const text of lookups) {
    const object = /^(?:(?:please|pls) )?(?:show|list|print|display|give me|tell me)(?: me)? (.+)$/i.exec(text)?.[1];
    if (object === undefined) continue;
    // "commit 4f9d2ab17c" is how one names a commit.
    for (const verb of WISHES.filter((one) => one !== "commit" || !/^[0-9a-f]{6,}$/.test(object)))
      for (const wish of [
        `${verb} ${object}`,
        `please ${verb} ${object}`,
        `can you ${verb} ${object}`,
        `let's ${verb} ${object}`,
      ])
        expect([wish, routed(wish)]).toEqual([wish, "remote"]);
  }
});

test("a lookup beside a wish is a wish, whichever comes first", () => {
  const wishes = BLIND_SETS.flatMap(({ name }) => readBlindSet(name)).filter(({ want }) => want === "remote");
  for (const [index, text] of lookups.entries())
    for (const { text: wish } of [wishes[(index * 7) % wishes.length], wishes[(index * 13 + 5) % wishes.length]].filter(
      (one) => one !== undefined,
    ))
      for (const message of [`${text.replace(/[ ?!.]+$/, "")}, ${wish}`, `${text} And ${wish}`, `${wish}, ${text}`])
        expect([message, routed(message)]).toEqual([message, "remote"]);
});
