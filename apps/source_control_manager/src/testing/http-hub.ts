import {
  type BaseMerge,
  type ClaimedCompletion,
  type Failure,
  type Landing,
  type LandingStatus,
  landingStatus,
  type MergeResult,
} from "@pushpals/protocol";

/** As much of the server as the daemon talks to, over HTTP: delivers again what was claimed and not settled. */
export interface HttpHub {
  url: string;
  waiting: ClaimedCompletion[];
  landed: { id: string; landed: Landing }[];
  failed: { id: string; failure: Failure }[];
  /** Given back unharmed. */
  released: string[];
  /** Wishes to fast-forward the base branch, and what came of them. */
  wishes: BaseMerge[];
  merged: MergeResult[];
  statuses: string[];
  /** How landings went, as told with each heartbeat. */
  landings: LandingStatus[];
  notes: string[];
  /** Gives what is claimed back to the queue, as a lease that ran out does. */
  leasesRunOut(): void;
  /** Resolves once the condition holds; looked at after each request. */
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

export function startHttpHub(): HttpHub {
  const claimed = new Map<string, ClaimedCompletion>();
  const attempts = new Map<string, number>();
  let changed = Promise.withResolvers<void>();
  const touch = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const hub: Omit<HttpHub, "url" | "stop"> = {
    waiting: [],
    landed: [],
    failed: [],
    released: [],
    wishes: [],
    merged: [],
    statuses: [],
    landings: [],
    notes: [],
    leasesRunOut: () => {
      putBack([...claimed.values()]);
      claimed.clear();
    },
    until: async (condition) => {
      while (!condition()) await changed.promise;
    },
  };
  /** In the order in which they were enqueued: ids are made of the time. */
  const putBack = (completions: readonly ClaimedCompletion[]) => {
    hub.waiting.push(...completions);
    hub.waiting.sort((a, b) => (a.completionId < b.completionId ? -1 : 1));
    touch();
  };
  const lease = (id: string) => {
    attempts.set(id, (attempts.get(id) ?? 0) + 1);
    return { token: `${id}:${attempts.get(id)}`, expiresAt: Date.now() + 60_000, attempt: attempts.get(id) };
  };
  const answer = async (path: string, body: Record<string, unknown>, signal: AbortSignal): Promise<object> => {
    const [, noun, id = "", operation] = path.split("/");
    if (path === "/completions/claim") {
      while (hub.waiting.length === 0 && !signal.aborted && body["waitMs"] !== 0)
        await Promise.race([changed.promise, Bun.sleep(20)]);
      const completion = signal.aborted ? undefined : hub.waiting.shift();
      if (!completion) return { ok: false, code: "nothing_pending", message: "", retryable: true };
      claimed.set(completion.completionId, completion);
      return { ok: true, completion, queueWaitMs: 0, lease: lease(completion.completionId) };
    }
    if (path === "/merges/next") {
      while (hub.wishes.length === 0 && !signal.aborted) await Promise.race([changed.promise, Bun.sleep(20)]);
      const [merge] = hub.wishes;
      return merge ? { ok: true, merge } : { ok: false, code: "nothing_pending", message: "", retryable: true };
    }
    if (noun === "merges") {
      hub.wishes.shift();
      hub.merged.push(body["result"] as MergeResult);
      return { ok: true };
    }
    if (noun === "workers") {
      hub.statuses.push(String(body["status"]));
      if (body["landing"]) hub.landings.push(landingStatus.parse(body["landing"]));
    }
    if (noun === "sessions") {
      hub.notes.push(String((body["payload"] as { text?: string })["text"]));
      return { ok: true, eventId: crypto.randomUUID(), cursor: 1 };
    }
    if (noun !== "completions") return { ok: true };
    if (operation === "heartbeat") {
      await Promise.race([Bun.sleep(200), changed.promise]);
      return { ok: true, expiresAt: Date.now() + 60_000, cancelRequested: false };
    }
    const held = claimed.get(id);
    const current = body["leaseToken"] === `${id}:${attempts.get(id)}`;
    if (!held || !current) return { ok: false, code: "lease_lost", message: "late", retryable: false };
    claimed.delete(id);
    if (operation === "release") {
      hub.released.push(id);
      setTimeout(() => putBack([held]), Number(body["afterMs"] ?? 0));
    }
    if (operation === "processed") hub.landed.push({ id, landed: body["landed"] as Landing });
    if (operation === "fail") hub.failed.push({ id, failure: body["failure"] as Failure });
    return operation === "fail" ? { ok: true, terminal: true, retryAt: null } : { ok: true };
  };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => {
      const body = (await request.json()) as Record<string, unknown>;
      const reply = (await answer(new URL(request.url).pathname, body, request.signal)) as {
        ok: boolean;
        code?: string;
      };
      touch();
      return Response.json(reply, { status: reply.ok ? 200 : reply.code === "nothing_pending" ? 404 : 409 });
    },
  });
  return Object.assign(hub, {
    url: `http://127.0.0.1:${server.port}`,
    stop: () => server.stop(true),
  });
}
