import { describe, expect, test } from "bun:test";
import { troubleOf } from "./trouble";

const ASKED = { doing: "open a pull request", repository: "acme/shop", host: "api.github.com" };
const NOW = Date.parse("2026-01-02T03:04:05Z");
const DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
const of = (status: number, headers: Record<string, string> = {}, data: unknown = "", now = NOW) =>
  troubleOf({ status, headers, data }, ASKED, now);

describe("how long a limit lasts", () => {
  test("as Retry-After tells, in seconds or as a date", () => {
    expect(of(403, { "retry-after": "90" })).toMatchObject({ kind: "wait", waitMs: 90_000 });
    expect(of(429, { "retry-after": "0" })).toMatchObject({ kind: "wait", waitMs: 0 });
    const date = "Fri, 02 Jan 2026 03:06:05 GMT";
    expect(of(429, { "retry-after": date, date: DATE }, "", 0)).toMatchObject({ kind: "wait", waitMs: 120_000 });
  });

  test("as the reset tells, by the forge's clock where ours is wrong", () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 30), date: DATE };
    for (const ours of [NOW, NOW + 3_600_000, 0])
      expect(of(403, headers, "", ours)).toMatchObject({ kind: "wait", waitMs: 31_000 });
  });

  test("a minute where nothing is told, and at most a day", () => {
    expect(of(429)).toMatchObject({ kind: "wait", waitMs: 60_000 });
    expect(of(403, {}, { message: "You have exceeded a secondary rate limit." })).toMatchObject({ waitMs: 60_000 });
    expect(of(429, { "retry-after": "soon" })).toMatchObject({ kind: "wait", waitMs: 60_000 });
    expect(of(429, { "retry-after": "99999999" })).toMatchObject({ waitMs: 86_400_000 });
  });
});

test("rights, repository and token are for a person, with what to do", () => {
  const data = { message: "Resource not accessible by personal access token" };
  const left = { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": String(NOW / 1_000 + 30) };
  expect(of(403, left, data)).toMatchObject({
    kind: "person",
    message: expect.stringContaining("Resource not accessible"),
    next: expect.stringContaining("Pull requests: read and write"),
  });
  expect(of(401)).toMatchObject({ kind: "person", next: expect.stringContaining("PUSHPALS_GIT_TOKEN") });
  expect(of(404)).toMatchObject({ kind: "person", next: expect.stringContaining("acme/shop") });
});

test("the forge's own trouble passes; what it refuses is told in its words", () => {
  for (const status of [500, 502, 503, 504, 408]) expect(of(status).kind).toBe("passing");
  const errors = [{ resource: "PullRequest", code: "custom", message: "A pull request already exists" }];
  expect(of(422, {}, { message: "Validation Failed", errors })).toEqual({
    kind: "refused",
    message: 'api.github.com answered 422 to "open a pull request": Validation Failed; A pull request already exists',
  });
  expect(of(422, {}, { message: "Validation Failed", errors: [{ field: "head", code: "invalid" }] }).message).toContain(
    "head invalid",
  );
});
