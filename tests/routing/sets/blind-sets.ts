import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Sets of 300 messages, the last of 200, each written by another author who had seen neither the rules nor the other sets. `untouched`:
 * how many in 100 went where they belong when the rules met the set first. What was missed of the first three then
 * shaped the rules, so that `floor` says of them only that it stays so; the fourth and the fifth were never looked at for that.
 */
export const BLIND_SETS = [
  { name: "set-1", untouched: 69.0, floor: 98 },
  { name: "set-2", untouched: 85.0, floor: 98 },
  { name: "set-3", untouched: 89.7, floor: 98 },
  { name: "set-4", untouched: 97.7, floor: 97 },
  { name: "set-5", untouched: 96.0, floor: 95 },
] as const;

export interface BlindMessage {
  text: string;
  /** "either": both ways are right, as for lookups that are not in English. */
  want: "local" | "remote" | "either";
}

export const readBlindSet = (name: string): BlindMessage[] =>
  readFileSync(join(import.meta.dir, `${name}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BlindMessage);
