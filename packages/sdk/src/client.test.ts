import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ROUTES, refuse } from "@pushpals/protocol";
import { callRoute } from "./call-route";
import { createClient } from "./client";

interface Seen {
  method: string;
  path: string;
  search: string;
  body: string;
  authorization: string | null;
  type: string | null;
}

let server: Bun.Server<undefined>;
let seen: Seen[] = [];
let answer: (request: Request) => Response | Promise<Response> = () => Response.json({ ok: true });
const url = () => `http://127.0.0.1:${server.port}`;
const client = () => createClient({ baseUrl: `${url()}/`, token: "pp_test", timeoutMs: 2_000 });
const JOB = "0190163d-8694-739b-aea5-966c26f8ad91";

beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const { headers, method } = request;
      const body = await request.clone().text();
      seen.push({
        method,
        path: pathname,
        search,
        body,
        authorization: headers.get("authorization"),
        type: headers.get("content-type"),
      });
      return answer(request);
    },
  });
});
afterAll(() => server.stop(true));

async function answering<T>(with_: typeof answer, act: () => Promise<T>): Promise<T> {
  seen = [];
  answer = with_;
  return act();
}

describe("the client", () => {
  test("splits flat input by the route's schemas", async () => {
    await answering(
      () => Response.json({ ok: true }),
      async () => {
        await client().jobs.heartbeat({ id: JOB, leaseToken: "L", waitMs: 5 });
        await client().jobs.list({ limit: 3, status: "failed" });
        await client().devices.revoke({ id: JOB });
      },
    );
    expect(seen).toEqual(
      [
        {
          method: "POST",
          path: `/jobs/${JOB}/heartbeat`,
          search: "",
          body: '{"leaseToken":"L","waitMs":5}',
          authorization: "Bearer pp_test",
          type: "application/json",
        },
        {
          method: "GET",
          path: "/jobs",
          search: "?status=failed&limit=3",
          body: "",
          authorization: "Bearer pp_test",
          type: null,
        },
        {
          method: "DELETE",
          path: `/devices/${JOB}`,
          search: "",
          body: "",
          authorization: "Bearer pp_test",
          type: null,
        },
      ].map((one) => expect.objectContaining(one)),
    );
  });

  test("lets no parameter leave its place in the path", async () => {
    const calls = await answering(
      () => Response.json({ ok: true }),
      () => Promise.all(["a/b?c#d", "..", "."].map((id) => client().sessions.message({ id, text: "x" }))),
    );
    expect(calls.map((call) => call.ok)).toEqual([true, false, false]);
    expect(seen.map(({ path }) => path)).toEqual(["/sessions/a%2Fb%3Fc%23d/message"]);
  });

  test("returns a refusal as it came", async () => {
    const refusal = refuse("lease_lost", "too late", { now: 3 });
    const call = () => client().jobs.complete({ id: JOB, leaseToken: "L", summary: "s" });
    expect(await answering(() => Response.json(refusal, { status: 409 }), call)).toEqual(refusal);
  });

  test("calls what is no answer of Push Pals unreachable, and says what it was", async () => {
    const call = () => client().system.status({});
    const answers: [() => Response, RegExp][] = [
      [() => new Response("<html>Bad gateway</html>", { status: 502 }), /502 .*else than JSON/],
      [() => Response.json({ status: "up" }), /not as a Push Pals service/],
      [
        () => Response.json({ ok: false, code: "no_such_code", message: "?", retryable: true }, { status: 400 }),
        /not as/,
      ],
      [() => Response.json({ ok: true }, { status: 500 }), /answered 500/],
      [() => Response.json(null), /not as/],
      [() => new Response("", { status: 200 }), /else than JSON/],
    ];
    for (const [made, message] of answers) {
      const reply = await answering(made, call);
      expect(reply).toMatchObject({ ok: false, code: "unreachable", retryable: true });
      expect(!reply.ok && reply.message).toMatch(message);
    }
  });

  test("does not carry its token along a redirect", async () => {
    const reply = await answering(
      () => Response.redirect(`${url()}/elsewhere`, 307),
      () => client().system.status({}),
    );
    expect(reply).toMatchObject({ ok: false, code: "unreachable" });
    expect(seen.map(({ path }) => path)).toEqual(["/system/status"]);
  });

  test("never rejects: nobody there, no answer in time, aborted before and while it waits", async () => {
    const away = createClient({ baseUrl: "http://127.0.0.1:9", token: "t" });
    expect(await away.system.health({})).toMatchObject({ ok: false, code: "unreachable" });

    const silent = () => new Promise<Response>(() => undefined);
    const impatient = createClient({ baseUrl: url(), token: "t", timeoutMs: 30 });
    const late = await answering(silent, () => impatient.requests.claim({ agentId: "a", waitMs: 20 }));
    expect(late).toMatchObject({ ok: false, code: "unreachable", message: expect.stringContaining("within 50 ms") });

    const reply = await answering(silent, () => client().jobs.list({}, { signal: AbortSignal.abort() }));
    expect(reply).toMatchObject({ ok: false, code: "unreachable", message: expect.stringContaining("given up") });

    const abort = new AbortController();
    const waiting = answering(
      () => {
        abort.abort();
        return silent();
      },
      () => client().jobs.claim({ workerId: "w", waitMs: 60_000 }, { signal: abort.signal }),
    );
    expect(await waiting).toMatchObject({ ok: false, code: "unreachable" });
  });

  test("leaves no listener behind on a signal that outlives the calls", async () => {
    const abort = new AbortController();
    let listening = 0;
    const { addEventListener, removeEventListener } = abort.signal;
    abort.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listening += 1;
      addEventListener.apply(abort.signal, args);
    };
    abort.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listening -= 1;
      removeEventListener.apply(abort.signal, args);
    };
    await answering(
      () => Response.json({ ok: true }),
      () => client().jobs.list({}, { signal: abort.signal }),
    );
    expect(listening).toBe(0);
  });

  test("refuses to read a stream as one reply", async () => {
    const reply = await callRoute(ROUTES.sessions.events, { id: "dev" }, { baseUrl: url() });
    expect(reply).toMatchObject({ ok: false, code: "bad_request" });
  });
});
