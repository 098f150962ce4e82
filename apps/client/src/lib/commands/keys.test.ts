import { expect, test } from "bun:test";
import { match, pressName } from "./keys";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  pressName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("a press has one name on every system", () => {
  expect(press("g")).toBe("g");
  expect(press("G", { shiftKey: true })).toBe("g");
  expect(press("k", { ctrlKey: true })).toBe("mod+k");
  expect(press("k", { metaKey: true })).toBe("mod+k");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("Escape")).toBe("Escape");
  expect(press("Enter", { ctrlKey: true })).toBe("mod+Enter");
});

test("keys that only hold others, and those of the system, are no commands", () => {
  expect(press("Shift", { shiftKey: true })).toBeNull();
  expect(press("Control", { ctrlKey: true })).toBeNull();
  expect(press("g", { altKey: true })).toBeNull();
});

test("a sequence has begun with its first key and is whole with its last", () => {
  expect(match("g c", ["g"])).toBe("begun");
  expect(match("g c", ["g", "c"])).toBe("whole");
  expect(match("g c", ["c"])).toBe("no");
  expect(match("g c", ["g", "c", "c"])).toBe("no");
  expect(match("mod+Enter", ["mod+Enter"])).toBe("whole");
});
