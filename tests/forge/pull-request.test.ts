import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type ForgeBench, makeForgeBench, TOKEN } from "../support/github/forge-bench";
import { waitFor } from "../support/wait-for";

// A bound for a test that hangs.
setDefaultTimeout(60_000);

let bench: ForgeBench;
beforeEach(async () => {
  bench = await makeForgeBench();
});
afterEach(async () => {
  const { violations } = bench.github;
  await bench.remove();
  expect(violations).toEqual([]);
});

const writes = (method: "POST" | "PATCH", path = /\/pulls/) =>
  bench.github.calls.filter((call) => call.method === method && path.test(call.path));
const opened = () => bench.said.filter((one) => one.type === "pr_opened").map(({ payload }) => payload);
const state = (keeper: { state(): { state: string } }, wanted: string) =>
  waitFor(
    `state ${wanted}`,
    () => (keeper.state().state === wanted ? true : null),
    () => JSON.stringify(keeper.state()),
  );
const settled = (what: () => boolean, name: string) =>
  waitFor(
    name,
    () => (what() ? true : null),
    () => JSON.stringify([bench.github.calls, bench.said], null, 1),
  );
const only = () => {
  expect(bench.github.pulls.all).toHaveLength(1);
  return pull(1);
};
const pull = (number: number) => {
  const found = bench.github.pulls.all[number - 1];
  if (!found) throw new Error(`no pull request ${number}`);
  return found;
};

test("opens one with all that is in it, and keeps that one up to date", async () => {
  const first = await bench.land("Add a shelf", { prompt: "please add a shelf", checks: "passed", risk: "medium" });
  const section = { pull_request_labels: ["push pals"], pull_request_title: "Team: {summary} ({branch} -> {base})" };
  const keeper = bench.start({ section });
  await state(keeper, "open");
  expect(only()).toMatchObject({
    title: "Team: Add a shelf (main_agents -> main)",
    head: "main_agents",
    base: "main",
    draft: false,
    labels: ["push pals"],
  });
  for (const part of ["**1 change**", "`Add a shelf`", "checks passed", "risk medium", "`please add a shelf`", first])
    expect(only().body).toContain(part);
  expect(keeper.state().url).toBe(`${bench.github.url}/acme/shop/pull/1`);
  expect(opened()).toMatchObject([{ number: 1, reused: false, title: "Team: Add a shelf (main_agents -> main)" }]);

  await bench.land("Paint the shelf", { sessionId: "other" });
  await bench.land("By hand", { foreign: true });
  keeper.touch();
  await settled(() => opened().length === 2, "the second event");
  expect(only().title).toBe("Team: 2 changes (main_agents -> main)");
  for (const part of [
    "**2 changes**",
    "Checks passed: 1, ungated: 1, highest risk: medium",
    "`Paint the shelf`",
    "`By hand`",
  ])
    expect(only().body).toContain(part);
  expect(bench.said.map((one) => [one.sessionId, one.payload["reused"]])).toEqual([
    ["dev", false],
    ["other", true],
  ]);
});

test("a second pass, and a second start, change nothing and tell nothing", async () => {
  await bench.land("Add a shelf");
  await state(bench.start({ section: { pull_request_labels: ["Bug"] } }), "open");
  await bench.end();
  const [calls, said] = [bench.github.calls.length, bench.said.length];
  const again = bench.start({ section: { pull_request_labels: ["bug"] } });
  await state(again, "open");
  await bench.end();
  expect(bench.github.calls.slice(calls).map((call) => call.method)).toEqual(["GET", "GET"]);
  expect(bench.said.length).toBe(said);
});

test("landings in a row are one update", async () => {
  await bench.land("Number 0");
  const keeper = bench.start();
  await state(keeper, "open");
  for (let n = 1; n <= 4; n += 1) await bench.land(`Number ${n}`);
  for (let n = 1; n <= 4; n += 1) keeper.touch();
  await settled(() => opened().length === 2, "the update");
  expect(writes("PATCH")).toHaveLength(1);
  for (let n = 0; n <= 4; n += 1) expect(only().body).toContain(`\`Number ${n}\``);
});

test("nothing to merge: none is opened", async () => {
  await state(bench.start(), "none");
  expect(bench.github.pulls.all).toEqual([]);
  expect(writes("POST")).toEqual([]);
});

describe("others are at it too", () => {
  test("somebody opens it at the same moment: theirs is used, their words stay", async () => {
    const { pulls, faults } = bench.github;
    const theirs = { title: "Mine", body: "My own words.", head: "main_agents", base: "main" };
    faults.push({ method: "POST", path: /pulls$/, first: () => void pulls.open(theirs), act: "pass" });
    await bench.land("Add a shelf");
    await state(bench.start(), "open");
    expect(writes("POST").map((call) => call.status)).toEqual([422]);
    expect(only().body).toStartWith("My own words.\n\n<!-- pushpals:begin");
    expect(only().title).toBe("Push Pals: Add a shelf");
    expect(opened()).toMatchObject([{ number: 1, reused: true }]);
  });

  test("a person's title and words stay, whatever comes to it", async () => {
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "open");
    const words = `Before.\r\n\r\n${pull(1).body?.replaceAll("\n", "\r\n")}\r\nAfter.`;
    bench.github.pulls.edit(pull(1), { title: "The great shelf", body: words });
    for (const subject of ["Paint it", "Move it"]) {
      await bench.land(subject);
      keeper.touch();
      await settled(() => pull(1).body?.includes(subject) ?? false, subject);
    }
    expect(pull(1).title).toBe("The great shelf");
    expect(pull(1).body).toMatch(/^Before\.\n\n<!-- pushpals:begin[\s\S]*pushpals:end -->\nAfter\.$/);
    expect(pull(1).body?.match(/pushpals:begin/g)).toHaveLength(1);
  });

  test("closed by a person: not opened again until more has landed", async () => {
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "open");
    bench.github.pulls.close(pull(1));
    keeper.touch();
    await state(keeper, "declined");
    await bench.land("Paint the shelf");
    keeper.touch();
    await state(keeper, "open");
    expect(bench.github.pulls.all.map((one) => one.state)).toEqual(["closed", "open"]);
    for (const part of ["`Add a shelf`", "`Paint the shelf`"]) expect(pull(2).body).toContain(part);
    expect(opened().map((one) => [one["number"], one["reused"]])).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  test("closed in the moment of the update: a new one has what landed since", async () => {
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "open");
    const { pulls, faults } = bench.github;
    // Its head stays what it was when it is closed, a moment before the next landing.
    pulls.close(pull(1));
    Object.assign(pull(1), { state: "open" });
    await bench.land("Paint the shelf");
    faults.push({ method: "PATCH", first: () => Object.assign(pull(1), { state: "closed" }), act: "pass" });
    keeper.touch();
    await settled(() => pulls.all.length === 2 && keeper.state().url?.endsWith("/2") === true, "a second pull request");
  });

  for (const how of ["merge", "squash"] as const)
    test(`merged by a ${how}: what lands then gets a new one, with that alone`, async () => {
      await bench.land("Add a shelf");
      const keeper = bench.start();
      await state(keeper, "open");
      bench.github.pulls.merge(pull(1), how);
      await bench.fetch();
      keeper.touch();
      await state(keeper, "none");
      await bench.land("Paint the shelf");
      keeper.touch();
      await state(keeper, "open");
      expect(bench.github.pulls.all).toHaveLength(2);
      expect(pull(2).body).toContain("`Paint the shelf`");
      expect(pull(2).body).not.toContain("`Add a shelf`");
    });

  test("merged, and not yet seen here: none is opened for what is merged", async () => {
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "open");
    bench.github.pulls.merge(pull(1), "squash");
    keeper.touch();
    await state(keeper, "none");
    expect(writes("POST")).toHaveLength(1);
  });

  for (const how of ["the same commits", "one commit of the same content"])
    test(`all of it came to the base branch as ${how}: it is closed`, async () => {
      await bench.land("Add a shelf");
      const keeper = bench.start();
      await state(keeper, "open");
      const { pulls } = bench.github;
      const { git } = bench.repository;
      git("fetch", "-q", pulls.bare, "main_agents");
      const copy = () => git("commit-tree", "FETCH_HEAD^{tree}", "-p", "main", "-m", "By hand");
      git("push", "-q", pulls.bare, `${how === "the same commits" ? "FETCH_HEAD" : copy()}:refs/heads/main`);
      await bench.fetch();
      keeper.touch();
      await state(keeper, "none");
      expect(only().state).toBe("closed");
    });
});

describe("the forge has trouble", () => {
  test("the answer to the opening gets lost: there is one, told as new", async () => {
    bench.github.faults.push({ method: "POST", path: /pulls$/, act: "lost" });
    await bench.land("Add a shelf");
    await state(bench.start({ timeoutMs: 1_500 }), "open");
    only();
    expect(writes("POST")).toHaveLength(1);
    expect(opened()).toMatchObject([{ number: 1, reused: false }]);
  });

  test("no answer, and 5xx: tried again until it works", async () => {
    const { faults } = bench.github;
    for (const status of [500, 502, 503]) faults.push({ act: { status } });
    faults.push({ method: "POST", path: /pulls$/, act: "hang" });
    await bench.land("Add a shelf");
    const keeper = bench.start({ timeoutMs: 1_500 });
    await state(keeper, "waiting");
    await state(keeper, "open");
    only();
    expect(bench.said.filter((one) => one.type === "status")).toEqual([]);
  });

  const limits: [string, { status: number; headers: Record<string, string>; body?: object }][] = [
    ["Retry-After", { status: 403, headers: { "retry-after": "1" } }],
    ["Retry-After of 429", { status: 429, headers: { "retry-after": "1" } }],
    [
      "x-ratelimit-reset by the forge's clock",
      {
        status: 403,
        headers: {
          date: "Fri, 02 Jan 2026 03:04:05 GMT",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Date.parse("2026-01-02T03:04:05Z") / 1_000),
        },
      },
    ],
  ];
  for (const [name, answer] of limits)
    test(`a limit with ${name} is waited out, also when more lands`, async () => {
      const times: number[] = [];
      bench.github.onRequest = (request) => {
        if (request.method === "POST" && request.url.endsWith("/pulls")) times.push(performance.now());
      };
      bench.github.faults.push({ method: "POST", path: /pulls$/, act: answer });
      await bench.land("Add a shelf");
      const keeper = bench.start();
      await state(keeper, "waiting");
      keeper.touch();
      await state(keeper, "open");
      const [first = 0, second = 0] = times;
      expect(second - first).toBeGreaterThanOrEqual(990);
      only();
    });

  test("the hub is away: nothing half is written", async () => {
    bench.hub.away = true;
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "waiting");
    expect(writes("POST")).toEqual([]);
    bench.hub.away = false;
    await state(keeper, "open");
  });

  const missing = [
    ["a token that is not valid", "wrong", "401", "PUSHPALS_GIT_TOKEN"],
    ["a token that may only read", "read", "403", "Pull requests: read and write"],
    ["a repository that it cannot see", "none", "404", "acme/shop"],
  ] as const;
  for (const [name, right, status, next] of missing)
    test(`${name}: one note, and it goes on by itself once that is changed`, async () => {
      const { rights } = bench.github;
      await bench.land("Add a shelf", { sessionId: "mine" });
      if (right === "wrong") rights.clear();
      else rights.set(TOKEN, right);
      const keeper = bench.start();
      await state(keeper, "problem");
      expect(keeper.state()).toMatchObject({ message: expect.stringContaining(status) });
      await settled(() => bench.said.length === 1, "the note");
      for (let n = 0; n < 2; n += 1) {
        const before = bench.github.calls.length;
        keeper.touch();
        await settled(() => bench.github.calls.length > before, "another pass");
      }
      await bench.end();
      const again = bench.start();
      await state(again, "problem");
      expect(bench.said).toHaveLength(1);
      expect(bench.said[0]).toMatchObject({ sessionId: "mine", type: "status", payload: { state: "note" } });
      expect(bench.said[0]?.payload["text"]).toContain(next);
      expect(bench.said[0]?.payload["text"]).toContain("/acme/shop/compare/main...main_agents");
      rights.set(TOKEN, "write");
      again.touch();
      await state(again, "open");
      expect(opened()).toHaveLength(1);
    });

  test("labels that are refused do not keep the text from being right", async () => {
    bench.github.faults.push({ path: /labels$/, act: { status: 403, body: { message: "Must have admin rights" } } });
    await bench.land("Add a shelf");
    const keeper = bench.start({ section: { pull_request_labels: ["a"] } });
    await state(keeper, "problem");
    expect(only().body).toContain("`Add a shelf`");
    await settled(() => bench.said.length === 2, "event and note");
    keeper.touch();
    await state(keeper, "open");
    expect(only().labels).toEqual(["a"]);
  });
});

describe("drafts", () => {
  test("are opened where they are wanted", async () => {
    await bench.land("Add a shelf");
    await state(bench.start({ section: { pull_request_draft: true } }), "open");
    expect(only().draft).toBe(true);
  });

  test("are left where the repository has none", async () => {
    bench.github.pulls.drafts = false;
    await bench.land("Add a shelf");
    await state(bench.start({ section: { pull_request_draft: true } }), "open");
    expect(only().draft).toBe(false);
    expect(writes("POST").map((call) => call.status)).toEqual([422, 201]);
  });
});

describe("where the token goes", () => {
  test("a redirect to another host is not followed, and a person hears of it", async () => {
    const seen: string[] = [];
    const other = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: (request) => {
        seen.push(request.url);
        return Response.json([]);
      },
    });
    const location = `http://127.0.0.1:${other.port}/api/v3/repos/acme/shop/pulls`;
    bench.github.faults.push({ act: { status: 301, headers: { location } } });
    await bench.land("Add a shelf");
    const keeper = bench.start();
    await state(keeper, "problem");
    await other.stop(true);
    expect(seen).toEqual([]);
    expect(keeper.state().message).toContain("the token was not sent there");
  });

  test("a redirect on the same host is followed, with method and body", async () => {
    const location = `${bench.github.api}/repos/acme/shop/pulls`;
    bench.github.faults.push({ method: "POST", path: /pulls$/, act: { status: 307, headers: { location } } });
    await bench.land("Add a shelf");
    await state(bench.start(), "open");
    only();
  });

  test("plain HTTP to another machine does not get it", async () => {
    await bench.land("Add a shelf");
    const keeper = bench.start({ section: { forge_url: "http://git.example.invalid" } });
    await state(keeper, "problem");
    expect(keeper.state().message).toContain("not sent to git.example.invalid");
    expect(bench.github.calls).toEqual([]);
  });
});

test("without a token, or with a remote that is no GitHub, a person hears it once, with the page to open it by hand", async () => {
  await bench.land("Add a shelf");
  const keeper = bench.start({ token: "" });
  await state(keeper, "problem");
  await settled(() => bench.said.length === 1, "the note");
  expect(bench.said[0]?.payload["text"]).toContain("PUSHPALS_GIT_TOKEN");
  expect(bench.said[0]?.payload["text"]).toContain("/compare/main...main_agents");
  await bench.end();
  await state(bench.start({ section: { forge_url: "" } }), "problem");
  await bench.end();
  expect(bench.start({ section: { open_pull_request: false } }).state().state).toBe("off");
  expect(bench.github.calls).toEqual([]);
});
