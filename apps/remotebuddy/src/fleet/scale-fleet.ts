import { freemem } from "node:os";
import { type Client, delay } from "@pushpals/sdk";
import { wantedWorkers } from "../schedule/wanted-workers";
import type { Fleet } from "./start-fleet";

const LOOK_EVERY_MS = 1_000;
const MEBIBYTE = 1024 * 1024;

export interface ScaleOptions {
  client: Client;
  fleet: Fleet;
  min: number;
  max: number;
  workerMemoryMb: number;
  draining: AbortSignal;
  freeMemoryMb?(): number;
}

/** Starts workers as jobs come, until draining. A hub that does not answer changes nothing. */
export async function scaleFleet(options: ScaleOptions): Promise<void> {
  const { client, fleet, min, max, workerMemoryMb, draining } = options;
  const freeMemoryMb = options.freeMemoryMb ?? (() => freemem() / MEBIBYTE);
  while (!draining.aborted) {
    const jobs = await client.jobs.list({ limit: 1 }, { signal: draining });
    if (jobs.ok) {
      const { claimed: busy, pending: waiting } = jobs.counts;
      const running = fleet.running();
      fleet.grow(wantedWorkers({ min, max, running, busy, waiting, freeMemoryMb: freeMemoryMb(), workerMemoryMb }));
    }
    await delay(LOOK_EVERY_MS, draining);
  }
}
