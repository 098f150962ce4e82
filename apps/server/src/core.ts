import type { Scope } from "@pushpals/protocol";
import type { Log } from "@pushpals/shared/log";
import type { Clock } from "./clock";
import type { EventLog } from "./events/append-event";
import type { Queue } from "./queue/queue";
import type { Store } from "./store/store";

/** What every operation works with. */
export interface Core {
  store: Store;
  clock: Clock;
  queue: Queue;
  events: EventLog;
  log: Log;
  /** How often a task is done again when its change does not fit what has landed meanwhile. */
  maxReworks: number;
}

/** Who calls: one of the services' roles, or a paired device. */
export interface Principal {
  kind: "role" | "device";
  /** The role, or the device's id: open streams end by it. */
  id: string;
  /** For people. */
  name: string;
  scopes: readonly Scope[];
}
