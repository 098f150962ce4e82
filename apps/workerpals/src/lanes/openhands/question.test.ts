import { expect, test } from "bun:test";
import { questionIn } from "./question";

test.each([
  ["QUESTION: Which port?", "Which port?"],
  ["I looked around.\n\nQUESTION: Which port?\n- 80\n- 8080\n", "Which port?\n- 80\n- 8080"],
  ["**QUESTION:** Which port?", "Which port?"],
  ["## QUESTION: Which port?", "Which port?"],
  ["QUESTION: first?\nNever mind.\nQUESTION: second?", "second?"],
])("%j asks", (message, question) => {
  expect(questionIn(message)).toBe(question);
});

test.each(["", "Which port?", "QUESTION:", "QUESTION:\n  ", "The line says QUESTION: x", "question: which?"])(
  "%j asks nothing",
  (message) => {
    expect(questionIn(message)).toBeNull();
  },
);

test("a question without an end is cut", () => {
  expect(questionIn(`QUESTION: ${"x".repeat(50_000)}`)).toHaveLength(8_000);
});
