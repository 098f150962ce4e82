import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InHand } from "./in-hand";

test("after a death with several in hand they are taken one by one; a clean end leaves nothing to fear", () => {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-in-hand-"));
  const file = join(dir, "in-hand");
  const first = new InHand(file);
  expect(first.isCareful()).toBe(false);
  for (let n = 0; n < 3; n += 1) first.taken();
  first.begin();
  // It dies here.
  const second = new InHand(file);
  expect(second.isCareful()).toBe(true);
  second.taken();
  second.begin();
  second.settled();
  second.end();
  // And once more, before the others were settled.
  const third = new InHand(file);
  for (let n = 0; n < 3; n += 1) {
    expect(third.isCareful()).toBe(true);
    third.taken();
    third.begin();
    third.settled();
    third.end();
  }
  expect(third.isCareful()).toBe(false);
  expect(new InHand(file).isCareful()).toBe(false);
  rmSync(dir, { recursive: true });
});
