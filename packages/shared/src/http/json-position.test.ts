import { describe, expect, test } from "bun:test";
import { jsonErrorPosition } from "./json-position";

const at = (text: string): string => {
  const { line, column } = jsonErrorPosition(text);
  return `${line}:${column}`;
};

describe("jsonErrorPosition", () => {
  test("finds the first character that cannot stand there", () => {
    const cases: [string, string][] = [
      ["", "1:1"],
      ["  \n ", "2:2"],
      ["{", "1:2"],
      ['{"a":1,}', "1:8"],
      ['{"a":1 "b":2}', "1:8"],
      ['{"a" 1}', "1:6"],
      ["{a:1}", "1:2"],
      ['{\n  "a": [1, 2,\n  3]],\n}', "3:5"],
      ["[1,]", "1:4"],
      ["[,1]", "1:2"],
      ["[1}", "1:3"],
      ["tru", "1:1"],
      ["01", "1:2"],
      ["1.", "1:2"],
      ["'a'", "1:1"],
      ['"a\nb"', "1:3"],
      ['"a\\xb"', "1:3"],
      ['"abc', "1:5"],
      ["{} {}", "1:4"],
      ["nullx", "1:5"],
      ["]", "1:1"],
      ["undefined", "1:1"],
    ];
    for (const [text, position] of cases) {
      expect(() => JSON.parse(text)).toThrow();
      expect([text, at(text)]).toEqual([text, position]);
    }
  });

  test("tells a wrong character anywhere in a text, or the start of the token that it breaks", () => {
    const valid = '{"a":[1,-2.5e3,"x\\u00e9\\n",{"b":null,"c":[[],{}]},true],"d":""}';
    const longestToken = "\\u00e9".length;
    for (let cut = 0; cut <= valid.length; cut++) {
      const { column } = jsonErrorPosition(`${valid.slice(0, cut)}\u0001${valid.slice(cut)}`);
      expect(column).toBeLessThanOrEqual(cut + 1);
      expect(column).toBeGreaterThan(cut - longestToken);
    }
  });

  test("stands any depth and length", () => {
    expect(at("[".repeat(300_000))).toBe("1:300001");
    expect(at(`"${"x".repeat(3_000_000)}`)).toBe("1:3000002");
  });
});
