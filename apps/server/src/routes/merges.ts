import { mergeRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { createMerge } from "../merges/create-merge";
import { getMerge, nextMerge } from "../merges/read-merges";
import { settleMerge } from "../merges/settle-merge";
import type { Mount } from "./mount";

export function mountMerges(mount: Mount, core: Core): void {
  const r = mergeRoutes;
  mount(r.create, (input, call) => createMerge(core, input, call.caller));
  mount(r.next, (input, call) => nextMerge(core, input, call.signal));
  mount(r.settle, (input) => settleMerge(core, input));
  mount(r.get, (input, call) => getMerge(core, input, call.signal));
}
