import { expect, test } from "bun:test";
import { quotaFailure } from "./quota-failure";

const NOW = 1_800_000_000_000;
const waitUntil = (resetAt: number | null) =>
  quotaFailure({ status: 429, message: "slow down", at: NOW, resetAt }, NOW).detail?.["retryAfterMs"];

test("waits for the reset, within what the queue allows", () => {
  expect(waitUntil(NOW + 90_000)).toBe(90_000);
  expect(waitUntil(NOW - 1)).toBe(5_000);
  expect(waitUntil(NOW + 9e9)).toBe(86_400_000);
  expect(waitUntil(null)).toBe(300_000);
});
