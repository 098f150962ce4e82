import { completionRoutes } from "@pushpals/protocol";
import { claimCompletion } from "../completions/claim-completion";
import { enqueueCompletion } from "../completions/enqueue-completion";
import { failCompletion } from "../completions/fail-completion";
import { getCompletion } from "../completions/get-completion";
import { listCompletions } from "../completions/list-completions";
import { noteCarried } from "../completions/note-carried";
import { redriveCompletion } from "../completions/redrive-completion";
import { releaseCompletion } from "../completions/release-completion";
import { settleCompletion } from "../completions/settle-completion";
import type { Core } from "../core";
import { heartbeat } from "../queue/heartbeat";
import type { Mount } from "./mount";

export function mountCompletions(mount: Mount, core: Core): void {
  const r = completionRoutes;
  mount(r.enqueue, (input) => enqueueCompletion(core, input));
  mount(r.claim, (input, call) => claimCompletion(core, input, call.signal));
  mount(r.processed, (input) => settleCompletion(core, input));
  mount(r.fail, (input) => failCompletion(core, input));
  mount(r.heartbeat, (input, call) => heartbeat(core.queue, core.store, "completions", input, call.signal));
  mount(r.release, (input) => releaseCompletion(core, input));
  mount(r.carried, (input) => noteCarried(core, input));
  mount(r.redrive, (input) => redriveCompletion(core, input));
  mount(r.list, (input) => listCompletions(core, input));
  mount(r.get, (input) => getCompletion(core, input));
}
