import { expect, test } from "bun:test";
import { Budget } from "./budget";
import { done, failed, type Outcome } from "./outcome";

const work = (signal: AbortSignal) => ({ signal, abortReason: () => "cancelled" as const });
const untilAborted = (signal: AbortSignal): Promise<Outcome<never>> =>
  new Promise((resolve) => {
    const end = () => resolve(failed("command_failed", "killed"));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });

test("a step that uses it up is a time-out, and so is all that follows", async () => {
  const budget = new Budget("execution_timeout", 20);
  const idle = new AbortController().signal;
  const first = await budget.spend(work(idle), "lane", untilAborted);
  expect(first).toMatchObject({ ok: false, failure: { code: "execution_timeout", detail: { step: "lane" } } });
  expect(budget.remainingMs()).toBe(0);
  const next = await budget.spend(work(idle), "validation", untilAborted);
  expect(next).toMatchObject({ ok: false, failure: { code: "execution_timeout" } });
});

test("a failure keeps its own code, a success is a success, and a cancel is a cancel", async () => {
  const stop = new AbortController();
  const budget = new Budget("execution_timeout", 60_000);
  expect(await budget.spend(work(stop.signal), "lane", async () => done(1))).toEqual(done(1));
  const red = await budget.spend(work(stop.signal), "lane", async () => failed("command_failed", "x"));
  expect(red).toMatchObject({ failure: { code: "command_failed" } });
  const waiting = budget.spend(work(stop.signal), "lane", untilAborted);
  stop.abort();
  expect(await waiting).toMatchObject({ failure: { code: "cancelled" } });
});
