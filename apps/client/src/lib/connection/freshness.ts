import { invalidate } from "../query";
import { agedBy } from "./aging";

/** However much happens, a noun is asked for again at most this often. */
const REST_MS = 1_000;

const old = new Set<string>();
let resting: ReturnType<typeof setTimeout> | null = null;

/** Something has happened: what is on a screen of it is fetched anew, at once and then once a second. */
export function pulseChanged(type: string): void {
  for (const noun of agedBy(type)) old.add(noun);
  if (resting === null) refresh();
}

function refresh(): void {
  resting = null;
  if (old.size === 0) return;
  for (const noun of old) invalidate([noun]);
  old.clear();
  resting = setTimeout(refresh, REST_MS);
}

/** Connected, for the first time or again: whatever is shown may be old. */
export function pulseConnected(): void {
  old.clear();
  invalidate([]);
}
