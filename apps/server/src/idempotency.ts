/** SHA-256 of a value as JSON with sorted keys: the same input gives the same hash, however it was written. */
export const bodyHash = (value: unknown): string =>
  new Bun.CryptoHasher("sha256").update(JSON.stringify(sorted(value)) ?? "").digest("hex");

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** What the queue keeps of a key; undefined without one. */
export const idempotencyOf = (key: string | undefined, body: unknown): { key: string; hash: string } | undefined =>
  key === undefined ? undefined : { key, hash: bodyHash(body) };
