import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Receipt, receipt } from "@pushpals/protocol";

/** Trees whose receipts are kept; the oldest go first. */
const KEPT = 200;

/**
 * Receipts of passed checks, by tree and steps. The same tree is not checked twice: after an approval, a crash
 * between checks and push, or a second delivery.
 */
export class ReceiptStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Null when this tree was not seen to pass exactly these steps, or not within `withinMs`. */
  find(tree: string, steps: readonly string[], withinMs = Number.POSITIVE_INFINITY): Receipt[] | null {
    const file = this.#file(tree, steps);
    let text: string;
    try {
      if (Date.now() - statSync(file).mtimeMs > withinMs) return null;
      text = readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
    const receipts = receipt.array().safeParse(parseJson(text));
    const proves =
      receipts.success &&
      receipts.data.length === steps.length &&
      receipts.data.every((one, index) => one.treeSha === tree && one.command === steps[index] && isGreen(one));
    return proves ? receipts.data : null;
  }

  keep(tree: string, steps: readonly string[], receipts: readonly Receipt[]): void {
    const file = this.#file(tree, steps);
    writeFileSync(`${file}.new`, JSON.stringify(receipts));
    renameSync(`${file}.new`, file);
    const files = readdirSync(this.#dir).map((name) => join(this.#dir, name));
    if (files.length <= KEPT) return;
    const byAge = files.map((path) => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => a.at - b.at);
    for (const { path } of byAge.slice(0, files.length - KEPT)) rmSync(path, { force: true });
  }

  #file(tree: string, steps: readonly string[]): string {
    return join(
      this.#dir,
      `${createHash("sha256")
        .update(JSON.stringify([tree, steps]))
        .digest("hex")}.json`,
    );
  }
}

/** A file cut by a crash counts as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isGreen = (one: Receipt): boolean => one.exitCode === 0 && one.terminationReason === "exited";
