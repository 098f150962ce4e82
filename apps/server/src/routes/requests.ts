import { requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { handOverPlan } from "../jobs/hand-over-plan";
import { heartbeat } from "../queue/heartbeat";
import { cancelRequest } from "../requests/cancel-request";
import { claimRequest } from "../requests/claim-request";
import { completeRequest } from "../requests/complete-request";
import { editRequest } from "../requests/edit-request";
import { enqueueRequest } from "../requests/enqueue-request";
import { failRequest } from "../requests/fail-request";
import { getRequest } from "../requests/get-request";
import { listRequests } from "../requests/list-requests";
import { moveRequest } from "../requests/move-request";
import { redriveRequest } from "../requests/redrive-request";
import { releaseRequest } from "../requests/release-request";
import type { Mount } from "./mount";

export function mountRequests(mount: Mount, core: Core): void {
  const r = requestRoutes;
  mount(r.enqueue, (input) => enqueueRequest(core, input));
  mount(r.claim, (input, call) => claimRequest(core, input, call.signal));
  mount(r.complete, (input) => completeRequest(core, input));
  mount(r.handOver, (input) => handOverPlan(core, input));
  mount(r.fail, (input) => failRequest(core, input));
  mount(r.heartbeat, (input, call) => heartbeat(core.queue, core.store, "requests", input, call.signal));
  mount(r.release, (input) => releaseRequest(core, input));
  mount(r.cancel, (input, call) => cancelRequest(core, input, call.caller));
  mount(r.edit, (input, call) => editRequest(core, input, call.caller));
  mount(r.move, (input, call) => moveRequest(core, input, call.caller));
  mount(r.redrive, (input) => redriveRequest(core, input));
  mount(r.list, (input) => listRequests(core, input));
  mount(r.get, (input) => getRequest(core, input));
}
