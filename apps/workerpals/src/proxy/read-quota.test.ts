import { expect, test } from "bun:test";
import { readQuota } from "./read-quota";

const NOW = 1_800_000_000_000;
const resetOf = (headers: Record<string, string>, body = "{}") =>
  readQuota(429, new Headers(headers), body, NOW)?.resetAt ?? null;

test.each([
  [{ "retry-after": "2" }, 2_000],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": new Date(NOW + 5_000).toUTCString() }, 5_000],
  [{ "x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0.5s" }, 360_500],
  [
    {
      "x-ratelimit-reset-requests": "1h",
      "x-ratelimit-remaining-requests": "5",
      "x-ratelimit-reset-tokens": "20ms",
      "x-ratelimit-remaining-tokens": "0",
    },
    20,
  ],
  [{ "x-ratelimit-reset": String(NOW + 7_000) }, 7_000],
  [{ "anthropic-ratelimit-unified-reset": String(NOW / 1_000 + 60) }, 60_000],
  [{ "anthropic-ratelimit-tokens-reset": new Date(NOW + 30_000).toISOString() }, 30_000],
  [{ "retry-after": "-5" }, null],
  [{ "retry-after": "99999999" }, 7 * 86_400_000],
])("the reset in %j", (headers, ms) => {
  expect(resetOf(headers as Record<string, string>)).toBe(ms === null ? null : NOW + ms);
});

test("a reset that stands in the body", () => {
  expect(resetOf({}, '{"error":{"details":[{"retryDelay":"34s"}]}}')).toBe(NOW + 34_000);
  expect(resetOf({}, '{"error":{"resets_in_seconds":90}}')).toBe(NOW + 90_000);
  expect(resetOf({}, '{"error":{"message":"Please try again in 1m2s."}}')).toBe(NOW + 62_000);
  expect(resetOf({}, "gateway says no")).toBeNull();
});

test("what is no quota is none", () => {
  for (const status of [400, 401, 500, 529])
    expect(readQuota(status, new Headers(), '{"error":{"code":"other"}}', NOW)).toBeNull();
});
