import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { gitSha, landing, uuid } from "@pushpals/protocol";
import { z } from "zod";

/** What a push is about to do, written down before it is sent, and what became of it. */
const intent = z.strictObject({
  intentId: uuid,
  /** Time of the record, for people. */
  at: z.string(),
  branch: z.string(),
  /** Head of the branch that the push is leased on, head that it sends, and the tree that was tested. */
  onto: gitSha,
  head: gitSha,
  tree: gitSha,
  /** `open`: sent, or about to be, and not yet seen on the remote or found missing there. Never to be called landed. */
  outcome: z.enum(["open", "landed", "not_landed"]),
  /** What each completion is landed as if the push arrives. */
  members: z.array(z.strictObject({ completionId: uuid, landing })).min(1),
});
export type Intent = z.infer<typeof intent>;

/** Closed intents that are kept for whoever wants to look; the oldest go first. */
const KEPT = 500;

/**
 * The intents of this daemon, one file each, durable before a push is sent. A push that was cut off by a crash is
 * known by them even where its trailers cannot be found any more.
 */
export class IntentStore {
  readonly #dir: string;
  readonly #intents = new Map<string, Intent>();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir).sort()) {
      if (!name.endsWith(".json")) rmSync(join(dir, name), { force: true });
      else this.#load(join(dir, name));
    }
  }

  /** Writes an intent down; it is on the disk when this returns. */
  record(told: Omit<Intent, "intentId" | "at" | "outcome">): Intent {
    const made: Intent = { ...told, intentId: Bun.randomUUIDv7(), at: new Date().toISOString(), outcome: "open" };
    this.#write(made);
    this.#prune();
    return made;
  }

  close(known: Intent, outcome: "landed" | "not_landed"): void {
    this.#write({ ...known, outcome });
  }

  /** Those whose push may have arrived or not, oldest first. */
  open(): Intent[] {
    return [...this.#intents.values()].filter((one) => one.outcome === "open");
  }

  /** As what this completion was landed, newest first; whether the branch still has it is for the caller to see. */
  landings(completionId: string): Intent["members"][number]["landing"][] {
    return [...this.#intents.values()]
      .filter((one) => one.outcome === "landed")
      .flatMap((one) => one.members.filter((member) => member.completionId === completionId))
      .map((member) => member.landing)
      .reverse();
  }

  #load(file: string): void {
    const read = intent.safeParse(JSON.parse(readFileSync(file, "utf8")));
    // Of another version: trailers still tell what landed.
    if (read.success) this.#intents.set(read.data.intentId, read.data);
  }

  #write(one: Intent): void {
    const file = join(this.#dir, `${one.intentId}.json`);
    const draft = openSync(`${file}.new`, "w", 0o600);
    writeSync(draft, JSON.stringify(one));
    fsyncSync(draft);
    closeSync(draft);
    renameSync(`${file}.new`, file);
    const folder = openSync(this.#dir, "r");
    fsyncSync(folder);
    closeSync(folder);
    this.#intents.set(one.intentId, one);
  }

  #prune(): void {
    const closed = [...this.#intents.values()].filter((one) => one.outcome !== "open");
    for (const { intentId } of closed.slice(0, Math.max(0, closed.length - KEPT))) {
      this.#intents.delete(intentId);
      rmSync(join(this.#dir, `${intentId}.json`), { force: true });
    }
  }
}
