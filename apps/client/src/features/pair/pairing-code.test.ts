import { expect, test } from "bun:test";
import { asCode, isWhole } from "./pairing-code";

test("a code takes its form while it is typed, however it is typed", () => {
  expect(asCode("abc")).toBe("ABC");
  expect(asCode("abcde")).toBe("ABCDE");
  expect(asCode("abcdef")).toBe("ABCDE-F");
  expect(asCode(" abcde-fghjk\n")).toBe("ABCDE-FGHJK");
  expect(asCode("ABCDEFGHJKLMNOP")).toBe("ABCDE-FGHJK");
  // Taken away letter by letter, the dash goes too.
  expect(asCode("ABCDE-")).toBe("ABCDE");
});

test("only a whole code is worth sending", () => {
  expect(isWhole(asCode("ABCDEFGHJ"))).toBe(false);
  expect(isWhole(asCode("ABCDEFGHJK"))).toBe(true);
});
