import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { delay } from "@pushpals/sdk";

const LOOK_MS = 1_000;

export interface Stopped {
  /** What was found, for a person. */
  message: string;
  /** How to get on. */
  next: string;
  since: number;
}

/**
 * That the tree to land was not the tree that was tested, on the disk: a restart does not make that good, so no later
 * daemon lands anything either until a person has looked and taken the file away.
 */
export class StopRecord {
  constructor(readonly file: string) {}

  write(message: string): Stopped {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${message}\n`);
    return this.#of(message, Date.now());
  }

  read(): Stopped | null {
    if (!existsSync(this.file)) return null;
    return this.#of(readFileSync(this.file, "utf8").trim(), Math.round(statSync(this.file).mtimeMs));
  }

  /** Resolves once the file is gone, or the signal aborts. */
  async taken(signal: AbortSignal): Promise<void> {
    while (existsSync(this.file) && !signal.aborted) await delay(LOOK_MS, signal);
  }

  #of(message: string, since: number): Stopped {
    const next = `Nothing was pushed by it and nothing is lost. Keep the log (this is a bug in Push Pals), look at the integration branch, then remove ${this.file} on that machine: landings go on by themselves.`;
    return { message, next, since };
  }
}
