import { expect, test } from "bun:test";
import { emptyDraft, isUnsaved, received, restoredDraft, saved, typed } from "./draft";

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

test("after a reload, what was in step gives way to what is newer, and what was not is kept", () => {
  const inStep = restoredDraft(JSON.stringify(saved(typed(emptyDraft, "a"), "a", 3)));
  expect(received(inStep, "", 4).text).toBe("");
  const unsaved = restoredDraft(JSON.stringify(typed(saved(typed(emptyDraft, "a"), "a", 3), "ab")));
  expect(received(unsaved, "", 4).text).toBe("ab");
  expect([restoredDraft(null), restoredDraft("plain")]).toEqual([emptyDraft, emptyDraft]);
});
