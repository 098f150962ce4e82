import { join } from "node:path";
import type { Failure, Landing } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { CommunicationManager } from "@pushpals/shared/communication";
import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import type { Sandbox } from "@pushpals/shared/sandbox";
import { ReceiptStore } from "./checks/receipt-store";
import { RunsAhead } from "./checks/runs-ahead";
import type { WorkTree } from "./git/work-tree";
import { CarriedStore } from "./journal/carried-store";
import { IntentStore } from "./journal/intent-store";
import { LandingMetrics } from "./metrics/landing-metrics";
import { Progress } from "./metrics/progress";

/** What went wrong outside in a row, over all items. Ends with the first delivery that gets through. */
export interface Outage {
  inARow: number;
  /** Sessions that were told of it. */
  told: Set<string>;
  /** Why nothing lands now, since when, and until when nothing is tried; null while landings get through. */
  paused: { failure: Failure; since: number; untilMs: number } | null;
}

/** Everything that a landing needs and that outlives it. */
export interface LandingDesk {
  config: Config;
  mirror: Mirror;
  workTree: WorkTree;
  sandbox: { ok: true; sandbox: Sandbox } | { ok: false; message: string };
  receipts: ReceiptStore;
  intents: IntentStore;
  carried: CarriedStore;
  metrics: LandingMetrics;
  progress: Progress;
  /** Checks that were begun before their turn. */
  ahead: RunsAhead;
  /** Folder for the throwaway workspaces of checks. */
  checkWorkspaces: string;
  client: Client;
  voice: Pick<CommunicationManager, "emit">;
  log: Log;
  outage: Outage;
  /** Something has changed that people watch, such as a pause. */
  onChange?: (() => void) | undefined;
  /** Called before and after each step; a test that throws here is a crash at that point. */
  onStep?: ((point: string) => void | Promise<void>) | undefined;
}

/** What the daemon keeps of its landings, below a folder of its own. */
export const openRecords = (
  dir: string,
  onChange: () => void = () => undefined,
): Pick<LandingDesk, "receipts" | "intents" | "carried" | "metrics" | "progress" | "ahead" | "outage"> => ({
  receipts: new ReceiptStore(join(dir, "receipts")),
  intents: new IntentStore(join(dir, "intents")),
  carried: new CarriedStore(join(dir, "carried")),
  metrics: new LandingMetrics(),
  progress: new Progress(onChange),
  ahead: new RunsAhead(),
  outage: { inARow: 0, told: new Set(), paused: null },
});

/** One delivery of a completion. */
export interface Delivery {
  leaseToken: string;
  attempt: number;
  /** When it was claimed, of `performance.now()`; for the landing time. */
  claimedAt?: number;
  /** Aborts when the lease is lost, the job is cancelled, or the daemon drains. */
  signal: AbortSignal;
}

/** How a delivery ended. */
export type LandingEnd =
  | { at: "landed"; landing: Landing }
  | { at: "parked"; approvalId: string }
  | { at: "failed"; failure: Failure };
