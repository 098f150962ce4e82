import { describe, expect, test } from "bun:test";
import { type Failure, type Refusal, refuse } from "@pushpals/protocol";
import { type AbortReason, type Claim, consume, handOver, type QueueClient, type WorkContext } from "./consume";
import type { Beat } from "./lease/keep-lease";
import { createLog } from "./log/index";

const FAILED: Failure = { code: "command_failed", message: "no" };
const AWAY = refuse("unreachable", "away");
const LEASE_MS = 30_000;

/** A hub that does what its lists say, and writes down what it was told. */
class FakeHub implements QueueClient<string> {
  readonly told: string[] = [];
  readonly holds: number[] = [];
  leaseMs = LEASE_MS;
  /** What the next claims are answered; then they are held until the caller goes. */
  claims: (string | Refusal)[] = [];
  /** How a beat is answered; held until the work is over unless told. */
  beat: (n: number, signal: AbortSignal) => Promise<Beat> = (_n, signal) => until(signal, this.alive());
  /** Refusals that settlements get before they are taken. */
  settlements: Refusal[] = [];

  alive(cancelRequested = false): Beat {
    return { ok: true, expiresAt: Date.now() + this.leaseMs, cancelRequested };
  }

  async claim(_waitMs: number, signal: AbortSignal): Promise<Claim<string> | Refusal> {
    const next = this.claims.shift();
    if (next === undefined) return until(signal, AWAY);
    if (typeof next !== "string") return next;
    this.told.push(`claimed ${next}`);
    const lease = { token: `lease-${next}`, expiresAt: Date.now() + this.leaseMs, attempt: 1 };
    return { item: next, id: next, lease, queueWaitMs: 5 };
  }

  heartbeat(_id: string, _token: string, waitMs: number, signal: AbortSignal): Promise<Beat> {
    this.holds.push(waitMs);
    return this.beat(this.holds.length, signal);
  }

  fail = (id: string, token: string, failure: Failure) => this.#settle(`${token} failed ${id}: ${failure.code}`);
  release = (id: string, token: string, _reason: string, afterMs?: number) =>
    this.#settle(`${token} released ${id}${afterMs === undefined ? "" : ` for ${afterMs} ms`}`);

  async #settle(words: string): Promise<{ ok: true } | Refusal> {
    const refusal = this.settlements.shift();
    if (refusal) return refusal;
    this.told.push(words);
    return { ok: true };
  }
}

function until<T>(signal: AbortSignal, value: T): Promise<T> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(value);
    signal.addEventListener("abort", () => resolve(value));
  });
}

type Handler = (item: string, context: WorkContext) => Promise<"settled" | Failure>;

/** Consumes until the process is told to drain, by the test or by a handler. */
function start(hub: FakeHub, handle: Handler, drainGraceMs = 10_000) {
  const drain = new AbortController();
  const lines: string[] = [];
  const log = createLog({ service: "test", destination: { write: (line) => lines.push(line) } });
  const steps: string[] = [];
  const done = consume({
    queue: hub,
    handle,
    log,
    draining: drain.signal,
    drainGraceMs,
    onBusy: (id) => steps.push(`busy ${id}`),
    onIdle: () => steps.push("idle"),
  });
  return { done, drain: () => drain.abort(), draining: drain.signal, lines, steps };
}

/** Works until told to stop, and answers why. */
const untilAborted = (reasons: (AbortReason | null)[]) => async (_item: string, context: WorkContext) => {
  await until(context.signal, null);
  reasons.push(context.abortReason());
  return FAILED;
};

describe("consume", () => {
  test("works off what it claims, one by one, and reports what was not settled", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", refuse("nothing_pending", "none"), "b", "c"];
    const seen: unknown[] = [];
    const running = start(hub, async (item, context) => {
      seen.push([item, context.leaseToken, context.attempt, context.queueWaitMs, context.abortReason()]);
      if (item === "c") running.drain();
      return item === "b" ? FAILED : "settled";
    });
    await running.done;
    expect(seen).toEqual(["a", "b", "c"].map((item) => [item, `lease-${item}`, 1, 5, null]));
    expect(hub.told).toEqual(["claimed a", "claimed b", "lease-b failed b: command_failed", "claimed c"]);
    expect(running.steps).toEqual(["busy a", "idle", "busy b", "idle", "busy c", "idle"]);
  });

  test("reports a throw as internal, and goes on", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", "b"];
    const running = start(hub, async (item) => {
      if (item === "a") throw new Error("a bug");
      running.drain();
      return "settled";
    });
    await running.done;
    expect(hub.told).toContain("lease-a failed a: internal");
    expect(running.lines.join()).toContain("a bug");
  });

  test("backs off while the hub is away, and is back when it is", async () => {
    const hub = new FakeHub();
    hub.claims = [AWAY, refuse("shutting_down", "soon"), "a"];
    const running = start(hub, async () => {
      running.drain();
      return "settled";
    });
    await running.done;
    const waits = running.lines.map((line) => JSON.parse(line).waitMs).filter((wait) => wait !== undefined);
    expect(waits.length).toBe(2);
    expect(waits[0]).toBeGreaterThanOrEqual(125);
    expect(waits[1]).toBeGreaterThanOrEqual(250);
  });

  test("ends a waiting claim, and a waiting back-off, at once when it drains", async () => {
    const waiting = start(new FakeHub(), async () => "settled");
    waiting.drain();
    await waiting.done;

    const hub = new FakeHub();
    hub.claims = Array.from({ length: 50 }, () => AWAY);
    const backing = start(hub, async () => "settled");
    await Bun.sleep(1);
    backing.drain();
    await backing.done;
    expect(hub.claims.length).toBe(49);
  });

  test("takes nothing while it is held, says why, and goes on", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    const reasons: (string | null)[] = ["disk", "disk", "memory", null, null];
    const held: (string | null)[] = [];
    const drain = new AbortController();
    await consume({
      queue: hub,
      handle: async () => {
        drain.abort();
        return "settled";
      },
      log: createLog({ service: "test", destination: { write: () => undefined } }),
      draining: drain.signal,
      admit: () => {
        if (hub.told.length > 0) throw new Error("asked too late");
        return reasons.shift() ?? null;
      },
      onHeld: (reason) => void held.push(reason),
      admitEveryMs: 1,
    });
    expect(held).toEqual(["disk", "memory", null]);
    expect(hub.told).toEqual(["claimed a"]);
  });

  test("parks what has run out of quota instead of failing it, and fails it when nobody said for how long", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", "b"];
    hub.settlements = [AWAY];
    const quota: Failure = { code: "model_quota", message: "later".repeat(500), detail: { retryAfterMs: 5_000 } };
    const run = start(hub, async (item) => {
      if (item === "a") return quota;
      run.drain();
      return { code: "model_quota", message: "later" };
    });
    await run.done;
    expect(hub.told.filter((line) => line.startsWith("lease"))).toEqual([
      "lease-a released a for 5000 ms",
      "lease-b failed b: model_quota",
    ]);
  });

  test("releases what it gets while it drains", async () => {
    const hub = new FakeHub();
    const claim = hub.claim.bind(hub);
    hub.claim = async (waitMs, signal) => {
      await until(signal, null);
      hub.claims = ["late"];
      return claim(waitMs, signal);
    };
    let handled = 0;
    const running = start(hub, async () => {
      handled += 1;
      return "settled";
    });
    hub.settlements = [AWAY];
    running.drain();
    await running.done;
    expect([handled, hub.told]).toEqual([0, ["claimed late", "lease-late released late"]]);
  });
});

describe("the lease of the item in hand", () => {
  test("is renewed by beats that are held for a third of it, one after the other", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    const beats = Promise.withResolvers<void>();
    hub.beat = async (n, signal) => {
      if (n < 4) return hub.alive();
      beats.resolve();
      return until(signal, AWAY);
    };
    const running = start(hub, async () => {
      await beats.promise;
      running.drain();
      return "settled";
    });
    await running.done;
    expect(hub.holds.length).toBe(4);
    // From what is left of the lease when it is asked, so a busy machine asks for a little less.
    for (const hold of hub.holds) {
      expect(hold).toBeLessThanOrEqual(LEASE_MS / 3);
      expect(hold).toBeGreaterThan(LEASE_MS / 6);
    }
  });

  test("asks for no hold that the hub's lease may not outlive, whatever this machine's clock says", async () => {
    for (const leaseMs of [3_600_000, -3_600_000]) {
      const hub = new FakeHub();
      hub.leaseMs = leaseMs;
      hub.claims = ["a"];
      const running = start(hub, async () => {
        await Bun.sleep(1);
        running.drain();
        return "settled";
      });
      await running.done;
      expect(hub.holds[0]).toBeGreaterThan(0);
      expect(hub.holds[0]).toBeLessThanOrEqual(10_000);
    }
  });

  test("when it is lost, aborts the work and sends nothing more", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    hub.beat = async (n) => (n === 1 ? hub.alive() : refuse("lease_lost", "too late"));
    const reasons: (AbortReason | null)[] = [];
    const running = start(hub, async (item, context) => {
      const failure = await untilAborted(reasons)(item, context);
      running.drain();
      return failure;
    });
    await running.done;
    expect(reasons).toEqual(["lease_lost"]);
    expect([hub.told, hub.holds.length]).toEqual([["claimed a"], 2]);
  });

  test("survives a hub that is away for less, and is lost to one that is away for longer", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", "b"];
    const recovered = Promise.withResolvers<void>();
    hub.beat = async (n, signal) => {
      if (n > 2 && !hub.told.includes("claimed b")) {
        recovered.resolve();
        return until(signal, AWAY);
      }
      return AWAY;
    };
    const reasons: (AbortReason | null)[] = [];
    const running = start(hub, async (item, context) => {
      if (item === "b") {
        const failure = await untilAborted(reasons)(item, context);
        running.drain();
        return failure;
      }
      await recovered.promise;
      reasons.push(context.abortReason());
      hub.leaseMs = 1_000;
      return "settled";
    });
    await running.done;
    expect(reasons).toEqual([null, "lease_lost"]);
    expect(hub.told).toEqual(["claimed a", "claimed b"]);
  });

  test("runs out at a hub that takes calls and never answers", async () => {
    const hub = new FakeHub();
    hub.leaseMs = 1_000;
    hub.claims = ["a"];
    const given: AbortSignal[] = [];
    hub.beat = (_n, signal) => {
      given.push(signal);
      return until(signal, AWAY);
    };
    const reasons: (AbortReason | null)[] = [];
    const startedAt = performance.now();
    const running = start(hub, async (item, context) => {
      const failure = await untilAborted(reasons)(item, context);
      running.drain();
      return failure;
    });
    await running.done;
    expect(reasons).toEqual(["lease_lost"]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    // One hanging call does not use up the lease.
    expect(given.length).toBeGreaterThan(1);
    expect(hub.told).toEqual(["claimed a"]);
  });

  test("is not called lost when the beat finds the claim settled by a hand-over", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    hub.beat = async () => refuse("already_settled", "done");
    const reasons: (AbortReason | null)[] = [];
    const running = start(hub, async (_item, context) => {
      await Bun.sleep(5);
      reasons.push(context.abortReason());
      running.drain();
      return "settled";
    });
    await running.done;
    expect([reasons, hub.holds.length, running.lines]).toEqual([[null], 1, []]);
  });
});

describe("a cancel", () => {
  test("aborts the work at once; the lease is kept until it has ended, and the end is a cancel", async () => {
    const hub = new FakeHub();
    hub.leaseMs = 1_000;
    hub.claims = ["a"];
    const later = Promise.withResolvers<void>();
    hub.beat = async (n) => {
      if (n > 1) later.resolve();
      return hub.alive(true);
    };
    const reasons: (AbortReason | null)[] = [];
    const running = start(hub, async (item, context) => {
      const failure = await untilAborted(reasons)(item, context);
      await later.promise;
      running.drain();
      return failure;
    });
    await running.done;
    expect(reasons).toEqual(["cancelled"]);
    expect(hub.told).toEqual(["claimed a", "lease-a failed a: cancelled"]);
    expect(hub.holds.slice(1).every((hold) => hold === 0)).toBe(true);
  });

  test("that comes too late changes nothing of what was settled", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    hub.beat = async () => hub.alive(true);
    const running = start(hub, async (_item, context) => {
      await until(context.signal, null);
      running.drain();
      return "settled";
    });
    await running.done;
    expect(hub.told).toEqual(["claimed a"]);
  });
});

describe("draining", () => {
  test("lets the item in hand end by itself within the grace", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", "b"];
    const running = start(hub, async (_item, context) => {
      running.drain();
      await Bun.sleep(20);
      return context.signal.aborted ? FAILED : "settled";
    });
    await running.done;
    expect(hub.told).toEqual(["claimed a"]);
  });

  test("aborts it after the grace, and releases it instead of failing it", async () => {
    const hub = new FakeHub();
    hub.claims = ["a", "b"];
    const reasons: (AbortReason | null)[] = [];
    const work = untilAborted(reasons);
    const running = start(
      hub,
      (item, context) => {
        running.drain();
        return work(item, context);
      },
      10,
    );
    await running.done;
    expect(reasons).toEqual(["shutdown"]);
    expect(hub.told).toEqual(["claimed a", "lease-a released a"]);
  });
});

describe("a settlement", () => {
  test("is sent again until it is answered", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    hub.settlements = [AWAY, AWAY];
    const running = start(hub, async () => {
      running.drain();
      return FAILED;
    });
    await running.done;
    expect(hub.told.at(-1)).toBe("lease-a failed a: command_failed");
  });

  test("that is refused for good is sent once", async () => {
    const hub = new FakeHub();
    hub.claims = ["a"];
    hub.settlements = [refuse("lease_lost", "too late")];
    const running = start(hub, async () => {
      running.drain();
      return FAILED;
    });
    await running.done;
    expect(hub.told).toEqual(["claimed a"]);
  });
});

describe("handOver", () => {
  test("is sent until it is answered, refused for good, or told to stop", async () => {
    const answers = [AWAY, { ok: true as const, jobId: "j" }];
    expect(await handOver(async () => answers.shift() ?? AWAY, new AbortController().signal)).toEqual({
      ok: true,
      jobId: "j",
    });

    let sent = 0;
    const lost = refuse("lease_lost", "too late");
    const refused = await handOver(async () => {
      sent += 1;
      return lost;
    }, new AbortController().signal);
    expect([refused, sent]).toEqual([lost, 1]);

    const stop = new AbortController();
    const given = await handOver(async () => {
      stop.abort();
      return AWAY;
    }, stop.signal);
    expect(given).toMatchObject({ ok: false, code: "unreachable" });
  });
});
