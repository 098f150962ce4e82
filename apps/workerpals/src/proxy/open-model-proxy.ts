import { chmod, rm } from "node:fs/promises";
import { answerCall } from "./answer-call";
import { Gate } from "./gate";
import { Meter } from "./meter";
import { modelError } from "./model-error";
import type { ModelProxy, ModelProxyOptions, ModelQuota } from "./types";

/** Calls of a job at a time where no budget has to be held. */
const WIDTH = 8;
/** Above the proxy's own limit, which answers in the form of the API. */
const SERVER_BODY_LIMIT = 256 * 1024 * 1024;

/**
 * The one way out of a job's sandbox: a unix socket that speaks one API of models and leads to one backend, with the
 * key put in here. With a budget calls go one at a time, since what a call costs is known only after it: so the budget
 * is overshot by one call at most. Rejects when the socket cannot be made.
 */
export async function openModelProxy(options: ModelProxyOptions): Promise<ModelProxy> {
  const { backend, budget, prices, socketPath } = options;
  if (budget.costUsd !== undefined && prices === undefined) throw new Error("a budget in dollars needs prices");
  const log = options.log.child({ api: backend.api });
  const meter = new Meter(budget, prices ?? null);
  const isBounded = budget.tokens !== undefined || budget.costUsd !== undefined;
  const stopping = new AbortController();
  let quota: ModelQuota | null = null;
  const noteQuota = (noted: ModelQuota | null) => {
    quota = noted;
  };
  const answering = {
    options,
    meter,
    log,
    noteQuota,
    gate: new Gate(isBounded ? 1 : WIDTH),
    stopping: stopping.signal,
  };

  await rm(socketPath, { force: true });
  const server = Bun.serve({
    unix: socketPath,
    maxRequestBodySize: SERVER_BODY_LIMIT,
    fetch: (request) => answerCall(request, answering),
    error: (error) => {
      log.error({ err: error }, "the model proxy broke");
      return modelError(backend.api, "upstream_unusable", "Something in the model proxy broke.");
    },
  });
  await chmod(socketPath, 0o600);
  return {
    usage: () => meter.usage(),
    quota: () => quota,
    budgetSpent: () => meter.spent(),
    stop: async () => {
      stopping.abort();
      await server.stop(true);
      await rm(socketPath, { force: true });
    },
  };
}
