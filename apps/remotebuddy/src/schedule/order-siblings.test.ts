import { expect, test } from "bun:test";
import { orderSiblings } from "./order-siblings";

const order = (...jobs: [key: string, paths: string[], dependsOn?: string[]][]) =>
  Object.fromEntries(
    orderSiblings(jobs.map(([key, targetPaths, dependsOn = []]) => ({ key, targetPaths, dependsOn }))),
  );

test("jobs on other paths are free of each other", () => {
  expect(order(["a", ["src/a.ts"]], ["b", ["src/b.ts"]], ["c", []])).toEqual({ a: [], b: [], c: [] });
});

test("jobs on the same paths keep the order of the plan, each after the nearest", () => {
  expect(order(["a", ["x"]], ["b", ["x/y.ts"]], ["c", ["**/*.ts"]])).toEqual({ a: [], b: ["a"], c: ["b"] });
  expect(order(["a", ["x"]], ["b", ["y"]], ["c", ["x", "y"]])).toEqual({ a: [], b: [], c: ["a", "b"] });
});

test("what a job builds on anyway is not named again", () => {
  expect(order(["a", ["x"]], ["b", ["x"], ["a"]], ["c", ["x"], ["b"]])).toEqual({ a: [], b: [], c: [] });
});
