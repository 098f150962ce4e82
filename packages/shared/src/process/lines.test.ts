import { expect, test } from "bun:test";
import fc from "fast-check";
import { LineSplitter, MAX_LINE_CHARS } from "./lines";

function split(chunks: Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

test("lines do not depend on where the chunks are cut, not even inside of a character", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), fc.array(fc.nat()), (texts, cuts) => {
      const lines = texts.map((text) => text.replace(/[\r\n\ufeff]/g, "é"));
      const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(split(chunks)).toEqual(lines);
    }),
  );
});

test("a last line without an end, both kinds of line ends, empty lines", () => {
  expect(split([new TextEncoder().encode("a\r\n\nb\nc")])).toEqual(["a", "", "b", "c"]);
  expect(split([])).toEqual([]);
});

test("an endless line comes in pieces, and no character is lost or parted", () => {
  const long = `x${"😀".repeat(MAX_LINE_CHARS)}`;
  const bytes = new TextEncoder().encode(long);
  const lines = split([bytes.subarray(0, 50_001), bytes.subarray(50_001)]);
  expect(lines.join("")).toBe(long);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(MAX_LINE_CHARS);
  expect(lines.every((line) => !/^[\udc00-\udfff]/.test(line))).toBe(true);
});
