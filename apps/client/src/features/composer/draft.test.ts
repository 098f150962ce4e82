import { expect, test } from "bun:test";
import { emptyDraft, isUnsaved, received, saved, typed } from "./draft";

test("what another device writes shows up here, and what is being written here is not lost by it", () => {
  const there = received(emptyDraft, "from the phone", 1);
  expect(there.text).toBe("from the phone");
  expect(isUnsaved(there)).toBe(false);
  const writing = typed(there, "from the phone, and on");
  expect(received(writing, "from the phone, but", 2).text).toBe("from the phone, and on");
  expect(isUnsaved(received(writing, "from the phone, but", 2))).toBe(true);
});

test("an answer that comes late changes nothing that is newer", () => {
  const mine = saved(typed(emptyDraft, "a"), "a", 3);
  expect(received(mine, "old", 2)).toBe(mine);
  expect(saved(mine, "older", 1)).toBe(mine);
  expect(received(typed(mine, "ab"), "", 4)).toEqual({ text: "ab", synced: "", revision: 4 });
});
