import type { RouteReply, systemRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { SLO_WINDOW_MS } from "../queue/slo-window";

const DEFAULT_BUCKETS = 48;

/** How the service level went over 24 hours, from what is counted in memory. */
export function sloSeries(
  core: Core,
  input: Parsed<typeof systemRoutes.series>,
): RouteReply<typeof systemRoutes.series> {
  const count = input.buckets ?? DEFAULT_BUCKETS;
  const now = core.clock.now();
  const [requests, jobs, completions] = core.queue.slo;
  const queues = {
    requests: requests.series(now, count),
    jobs: jobs.series(now, count),
    completions: completions.series(now, count),
  };
  return { ok: true, fromTs: queues.jobs[0]?.ts ?? now, bucketMs: Math.floor(SLO_WINDOW_MS / count), queues };
}
