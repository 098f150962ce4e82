import { expect, test } from "bun:test";
import { DURABLE_EVENTS } from "@pushpals/protocol";
import { agedBy } from "./aging";

test("every event that is kept makes something on a screen old", () => {
  expect(Object.keys(DURABLE_EVENTS).filter((type) => agedBy(type).length === 0)).toEqual([]);
});

test("an approval changes what needs a person, and what its job says", () => {
  for (const type of ["approval_required", "approved", "denied"])
    expect(agedBy(type)).toEqual(expect.arrayContaining(["approvals", "needs-you", "job"]));
  expect(agedBy("needs_you_changed")).toContain("needs-you");
});
