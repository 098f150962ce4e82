import { expect, test } from "bun:test";
import { gitMoment } from "./moment";

/** A Thursday. */
const now = new Date(2026, 10, 26, 10, 30).getTime();

test("a day of the week is the last one, and may be today", () => {
  expect(gitMoment("monday 00:00", now)).toBe("2026-11-23 00:00");
  expect(gitMoment("thursday 00:00", now)).toBe("2026-11-26 00:00");
  expect(gitMoment("fri 17:00", now)).toBe("2026-11-20 17:00");
});

test("what git reads rightly stays as it is", () => {
  for (const said of ["midnight", "1 week ago", "2026-11-01 00:00", "yesterday 18:00", "june 1 00:00"])
    expect(gitMoment(said, now)).toBe(said);
});
