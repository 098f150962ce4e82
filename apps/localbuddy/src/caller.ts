import type { Refusal, Scope } from "@pushpals/protocol";
import { refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { hashToken } from "@pushpals/shared/auth";

/** How long a proof counts. A revoked device is shut out after this long at the latest. */
const PROOF_TTL_MS = 3_000;
const MAX_PROOFS = 1_000;
/** `read` because answers and enrichment show files and state; `chat` because a message is written. */
const NEEDED: readonly Scope[] = ["read", "chat"];

/**
 * Proves callers' tokens at the server, before anything is read or written for them. Only good answers are kept,
 * for a few seconds, by the hash of the token.
 */
export class CallerProof {
  readonly #proofs = new Map<string, number>();

  /** Null when the token is good for both scopes; otherwise the refusal to pass on. */
  async check(token: string, client: Client, signal?: AbortSignal): Promise<Refusal | null> {
    const key = hashToken(token);
    if ((this.#proofs.get(key) ?? 0) > performance.now()) return null;
    this.#proofs.delete(key);
    const me = await client.system.me({}, signal ? { signal } : {});
    if (!me.ok) return me;
    const missing = NEEDED.filter((scope) => !me.scopes.includes(scope));
    if (missing.length > 0)
      return refuse("forbidden", `This token lacks the scope ${missing.join(" and ")}, which a message needs.`);
    if (this.#proofs.size >= MAX_PROOFS) this.#proofs.clear();
    this.#proofs.set(key, performance.now() + PROOF_TTL_MS);
    return null;
  }
}
