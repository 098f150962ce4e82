import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitSha } from "@pushpals/protocol";
import { z } from "zod";

const record = z.strictObject({
  /** The head that a rebase is about to give the integration branch. */
  head: gitSha,
  carried: z.array(z.strictObject({ from: gitSha, to: gitSha })),
});
export type CarriedRecord = z.infer<typeof record>;

/**
 * Which commits a rebase replays as which, on the disk before it is pushed, until the server knows: so that a line can
 * be traced back also from the copy.
 */
export class CarriedStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  write(one: CarriedRecord): void {
    const file = join(this.#dir, `${one.head}.json`);
    writeFileSync(`${file}.new`, JSON.stringify(one));
    renameSync(`${file}.new`, file);
  }

  list(): CarriedRecord[] {
    return readdirSync(this.#dir)
      .filter((name) => name.endsWith(".json"))
      .map((name) => record.parse(JSON.parse(readFileSync(join(this.#dir, name), "utf8"))));
  }

  forget({ head }: CarriedRecord): void {
    rmSync(join(this.#dir, `${head}.json`), { force: true });
  }
}
