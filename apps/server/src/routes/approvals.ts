import { approvalRoutes } from "@pushpals/protocol";
import { createApproval } from "../approvals/create-approval";
import { decideApproval } from "../approvals/decide-approval";
import { getApproval, listApprovals } from "../approvals/read-approvals";
import type { Core } from "../core";
import type { Mount } from "./mount";

export function mountApprovals(mount: Mount, core: Core): void {
  const r = approvalRoutes;
  mount(r.create, (input) => createApproval(core, input));
  mount(r.list, (input) => listApprovals(core, input));
  mount(r.get, (input, call) => getApproval(core, input, call.signal));
  mount(r.decide, (input, call) => decideApproval(core, input, call.caller));
}
