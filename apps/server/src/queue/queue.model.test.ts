import { afterAll, beforeAll, expect, test } from "bun:test";
import { PRIORITIES, requestRoutes, sessionRoutes } from "@pushpals/protocol";
import fc from "fast-check";
import { TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";

/** The simplest queue that keeps the promises; the real one has to agree with it after every step. */
interface ModelItem {
  id: string;
  rank: number;
  state: "pending" | "claimed" | "blocked" | "done" | "failed" | "cancelled";
  attempts: number;
  token: string | null;
  expiresAt: number;
  availableAt: number;
  cancelRequested: boolean;
}

const LEASE_MS = 30_000;
const BACKOFF_MS = 1_000;

let server: TestServer;
let clock: TestClock;
beforeAll(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterAll(() => server.remove());

class Model {
  readonly items: ModelItem[] = [];
  /** Every token that was ever given out, with its item: the adversary sends them all. */
  readonly tokens: { id: string; token: string }[] = [];

  get(id: string): ModelItem {
    const item = this.items.find((one) => one.id === id);
    if (!item) throw new Error(`the model has no ${id}`);
    return item;
  }

  next(): ModelItem | undefined {
    // Items stand in order of arrival, and the sort keeps it.
    return this.items.filter((item) => item.state === "pending").sort((a, b) => a.rank - b.rank)[0];
  }

  /** What time alone does: back-offs end, leases run out. */
  pass(now: number): void {
    for (const item of this.items) {
      if (item.state === "claimed" && item.expiresAt <= now) this.retry(item, item.expiresAt);
      if (item.state === "blocked" && item.availableAt <= now) item.state = "pending";
    }
  }

  retry(item: ModelItem, now: number): void {
    item.token = null;
    if (item.cancelRequested) item.state = "cancelled";
    else if (item.attempts >= 3) item.state = "failed";
    else {
      item.state = "blocked";
      item.availableAt = now + BACKOFF_MS;
    }
  }
}

type Step =
  | { do: "enqueue"; rank: number }
  | { do: "claim" }
  | { do: "answer" | "fail" | "retry" | "release" | "beat"; token: number }
  | { do: "cancel"; item: number }
  | { do: "time"; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("enqueue" as const), rank: fc.nat(2) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("claim" as const) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom("answer" as const, "fail" as const, "retry" as const, "release" as const, "beat" as const),
      token: fc.nat(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), item: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.constantFrom(500, 1_000, 15_000, 31_000) }),
  },
);

async function take(model: Model, sessionId: string, step: Step): Promise<void> {
  if (step.do === "enqueue") {
    const priority = PRIORITIES[step.rank] ?? "normal";
    const input = { sessionId, prompt: "x", priority, queueWaitBudgetMs: 86_400_000 };
    const { requestId: id } = await server.must(requestRoutes.enqueue, input);
    const fresh = { attempts: 0, token: null, expiresAt: 0, availableAt: 0, cancelRequested: false };
    model.items.push({ id, rank: step.rank, state: "pending", ...fresh });
  } else if (step.do === "claim") await claim(model);
  else if (step.do === "time") {
    await clock.advance(step.ms);
    model.pass(clock.now());
  } else if (step.do === "cancel") await cancel(model, step.item);
  else await settle(model, step.do, step.token);
}

async function claim(model: Model): Promise<void> {
  const answer = await server.call(requestRoutes.claim, { agentId: "rb" });
  const expected = model.next();
  if (!expected) return expect(answer).toMatchObject({ ok: false, code: "nothing_pending" });
  if (!answer.ok) throw new Error(`${expected.id} waits, but the claim says ${answer.code}`);
  expect(answer.request.requestId).toBe(expected.id);
  expected.state = "claimed";
  expected.attempts += 1;
  expect(answer.lease.attempt).toBe(expected.attempts);
  expected.token = answer.lease.token;
  expected.expiresAt = clock.now() + LEASE_MS;
  model.tokens.push({ id: expected.id, token: answer.lease.token });
}

async function cancel(model: Model, pick: number): Promise<void> {
  const item = model.items[pick % Math.max(1, model.items.length)];
  if (!item) return;
  await server.call(requestRoutes.cancel, { id: item.id });
  if (item.state === "pending" || item.state === "blocked") item.state = "cancelled";
  if (item.state === "claimed") item.cancelRequested = true;
}

async function settle(
  model: Model,
  how: "answer" | "fail" | "retry" | "release" | "beat",
  pick: number,
): Promise<void> {
  const used = model.tokens[pick % Math.max(1, model.tokens.length)];
  if (!used) return;
  const item = model.get(used.id);
  const held = item.state === "claimed" && item.token === used.token;
  const lease = { id: used.id, leaseToken: used.token };
  const code = how === "retry" ? ("internal" as const) : ("not_understood" as const);
  const answer =
    how === "answer"
      ? await server.call(requestRoutes.complete, { ...lease, answer: "a" })
      : how === "release"
        ? await server.call(requestRoutes.release, lease)
        : how === "beat"
          ? await server.call(requestRoutes.heartbeat, lease)
          : await server.call(requestRoutes.fail, { ...lease, failure: { code, message: "m" } });
  // A repeat of what was done with this token may be told ok again; the states below show that it had no effect.
  if (!held) return;
  expect(answer.ok).toBe(true);
  if (how === "beat") item.expiresAt = clock.now() + LEASE_MS;
  else if (how === "retry") model.retry(item, clock.now());
  else {
    item.token = null;
    if (how === "answer") item.state = "done";
    else if (item.cancelRequested) item.state = "cancelled";
    else if (how === "fail") item.state = "failed";
    else {
      item.state = "pending";
      item.attempts -= 1;
    }
  }
}

const NAMES = {
  pending: "pending",
  claimed: "claimed",
  blocked: "blocked",
  done: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

async function agree(model: Model, sessionId: string): Promise<void> {
  const { requests } = await server.must(requestRoutes.list, { sessionId, limit: 200 });
  const real = requests.map((row) => [row.requestId, row.status, row.attempts]).reverse();
  expect(real).toEqual(model.items.map((item) => [item.id, NAMES[item.state], item.attempts]));
  const line = requests.filter((row) => row.queuePosition !== null).map((row) => [row.queuePosition, row.requestId]);
  const waiting = model.items.filter((item) => item.state === "pending").sort((a, b) => a.rank - b.rank);
  expect(line.sort()).toEqual(waiting.map((item, index) => [index + 1, item.id]).sort());
}

/** Ends all that is left, so that the next run begins with an empty queue. */
async function clear(model: Model): Promise<void> {
  for (const item of model.items) await server.call(requestRoutes.cancel, { id: item.id });
  await clock.advance(LEASE_MS + 1);
}

test("nothing is lost, nothing is done twice, and the order is priority and arrival, whatever comes in between", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      run += 1;
      const sessionId = `model-${run}`;
      await server.must(sessionRoutes.create, { sessionId });
      const model = new Model();
      for (const one of steps) {
        await take(model, sessionId, one);
        await agree(model, sessionId);
      }
      await clear(model);
      const ends = (await server.events(sessionId)).filter(
        (e) => e.type === "status" && e.payload.state === "request_ended",
      );
      expect(ends).toHaveLength(model.items.length);
    }),
    { numRuns: 40 },
  );
}, 120_000);
