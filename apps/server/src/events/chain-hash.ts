/** Hash of an event in its session's chain: SHA-256 over the hash before it (empty for the first) and its stored text. */
export const chainHash = (previous: string, envelope: string): string =>
  new Bun.CryptoHasher("sha256").update(previous).update(envelope).digest("hex");
