import { describe, expect, test } from "bun:test";
import { type SseItem, SseParser } from "./sse";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The items of a text that comes in pieces of `size` bytes. */
function inPieces(text: string, size: number): SseItem[] {
  const all = bytes(text);
  const parser = new SseParser();
  const items: SseItem[] = [];
  for (let at = 0; at < all.length; at += size) items.push(...parser.push(all.subarray(at, at + size)));
  return items;
}

describe("SseParser", () => {
  const text = `: hello\n\nid: 7\nevent: note\ndata: {"text":"grün 😀"}\n\ndata: one\ndata:two\n\nid: 9\ndata:\n\n`;
  const expected: SseItem[] = [
    { kind: "comment", text: "hello" },
    { kind: "event", data: '{"text":"grün 😀"}', id: "7", event: "note" },
    { kind: "event", data: "one\ntwo" },
    { kind: "event", data: "", id: "9" },
  ];

  test("reads the same whatever the size of the pieces, inside characters too", () => {
    for (let size = 1; size <= bytes(text).length; size++) expect(inPieces(text, size)).toEqual(expected);
  });

  test("takes LF, CRLF and CR as line ends, also when cut between CR and LF", () => {
    for (const end of ["\r\n", "\r"]) {
      const variant = text.replaceAll("\n", end);
      for (let size = 1; size <= 9; size++) expect(inPieces(variant, size)).toEqual(expected);
    }
  });

  test("delivers nothing of an event that was cut, and says that one was", () => {
    const parser = new SseParser();
    expect(parser.push(bytes('id: 1\ndata: {"half":'))).toEqual([]);
    expect(parser.unfinished).toBe(true);
    expect(parser.push(bytes(" true}\n\n"))).toEqual([{ kind: "event", data: '{"half": true}', id: "1" }]);
    expect(parser.unfinished).toBe(false);
  });

  test("ignores unknown fields and blocks without data", () => {
    expect(inPieces("retry: 10\nwhatever\n\nid: 3\n\ndata: x\n\n", 4)).toEqual([{ kind: "event", data: "x" }]);
  });

  test("joins a line of many pieces at the cost of its length", () => {
    const parser = new SseParser();
    const piece = bytes("x".repeat(1_000));
    parser.push(bytes("data: "));
    for (let n = 0; n < 8_000; n++) parser.push(piece);
    const [item] = parser.push(bytes("\n\n"));
    expect(item?.kind === "event" && item.data.length).toBe(8_000_000);
  });
});
