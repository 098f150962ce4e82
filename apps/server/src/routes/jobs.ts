import { jobRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendLog } from "../jobs/append-log";
import { askPerson } from "../jobs/ask-person";
import { cancelJob } from "../jobs/cancel-job";
import { claimJob } from "../jobs/claim-job";
import { completeJob } from "../jobs/complete-job";
import { enqueueJob } from "../jobs/enqueue-job";
import { failJob } from "../jobs/fail-job";
import { findOverlaps } from "../jobs/find-overlaps";
import { getDiff, getJob } from "../jobs/get-job";
import { heartbeatJob } from "../jobs/heartbeat-job";
import { listJobs } from "../jobs/list-jobs";
import { messageJob } from "../jobs/message-job";
import { readLogs } from "../jobs/read-logs";
import { redriveJob } from "../jobs/redrive-job";
import { releaseJob } from "../jobs/release-job";
import type { Mount } from "./mount";

export function mountJobs(mount: Mount, core: Core): void {
  const r = jobRoutes;
  mount(r.enqueue, (input) => enqueueJob(core, input));
  mount(r.overlaps, (input) => findOverlaps(core, input));
  mount(r.claim, (input, call) => claimJob(core, input, call.signal));
  mount(r.log, (input) => appendLog(core, input));
  mount(r.logs, (input, call) => readLogs(core, input, call.signal));
  mount(r.complete, (input) => completeJob(core, input));
  mount(r.fail, (input) => failJob(core, input));
  mount(r.heartbeat, (input, call) => heartbeatJob(core, input, call.signal));
  mount(r.release, (input) => releaseJob(core, input));
  mount(r.message, (input, call) => messageJob(core, input, call.caller));
  mount(r.ask, (input) => askPerson(core, input));
  mount(r.cancel, (input, call) => cancelJob(core, input, call.caller));
  mount(r.redrive, (input) => redriveJob(core, input));
  mount(r.list, (input) => listJobs(core, input));
  mount(r.get, (input) => getJob(core, input));
  mount(r.diff, (input) => getDiff(core, input));
}
