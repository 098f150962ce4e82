import { expect, test } from "bun:test";
import { find } from "./find";

const ITEMS = [
  { title: "Mission Control" },
  { title: "Keyboard map", also: "shortcuts help" },
  { title: "Open the map of controls" },
  { title: "Fix (a+b)*c" },
];
const titles = (typed: string) => find(ITEMS, typed).map(({ title }) => title);

test("everything, in its order, while nothing was typed", () => {
  expect(titles("  ")).toHaveLength(ITEMS.length);
});

test("every word has to be there, in any order; the beginnings of words count more", () => {
  expect(titles("control mis")).toEqual(["Mission Control"]);
  expect(titles("map")).toEqual(["Keyboard map", "Open the map of controls"]);
  expect(titles("ontrol")).toEqual(["Mission Control", "Open the map of controls"]);
});

test("other words find it too, and signs are letters like any other", () => {
  expect(titles("HELP")).toEqual(["Keyboard map"]);
  expect(titles("(a+b)")).toEqual(["Fix (a+b)*c"]);
  expect(titles("(a*b)")).toEqual([]);
});
