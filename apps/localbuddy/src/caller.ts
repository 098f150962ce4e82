import type { Refusal, Scope } from "@pushpals/protocol";
import { refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { hashToken } from "@pushpals/shared/auth";

/** How long a proof counts. A revoked device is shut out after this long at the latest. */
const PROOF_TTL_MS = 3_000;
/** From here on a proof is renewed while it still counts, so that no message of a busy caller waits for the server. */
const RENEW_AFTER_MS = 1_000;
const MAX_PROOFS = 1_000;
/** `read` because answers and enrichment show files and state; `chat` because a message is written. */
const NEEDED: readonly Scope[] = ["read", "chat"];

interface Proof {
  /** When the server was asked for it. */
  askedAt: number;
  renewing: boolean;
}

/**
 * Proves callers' tokens at the server, before anything is read or written for them. Only good answers are kept,
 * for a few seconds, by the hash of the token.
 */
export class CallerProof {
  readonly #proofs = new Map<string, Proof>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Null when the token is good for both scopes; otherwise the refusal to pass on. */
  async check(token: string, client: Pick<Client, "system">, signal?: AbortSignal): Promise<Refusal | null> {
    const key = hashToken(token);
    const proof = this.#proofs.get(key);
    const age = proof ? this.#now() - proof.askedAt : Number.POSITIVE_INFINITY;
    if (!proof || age >= PROOF_TTL_MS) return this.#prove(key, client, signal);
    if (age >= RENEW_AFTER_MS && !proof.renewing) {
      proof.renewing = true;
      // A server that is away for a moment takes nothing from the proof that there is; it ends by itself.
      void this.#prove(key, client).finally(() => {
        proof.renewing = false;
      });
    }
    return null;
  }

  async #prove(key: string, client: Pick<Client, "system">, signal?: AbortSignal): Promise<Refusal | null> {
    // From when it was asked: what the server says then may be over when the answer comes.
    const askedAt = this.#now();
    const me = await client.system.me({}, signal ? { signal } : {});
    if (!me.ok) {
      if (!me.retryable) this.#proofs.delete(key);
      return me;
    }
    const missing = NEEDED.filter((scope) => !me.scopes.includes(scope));
    if (missing.length > 0) {
      this.#proofs.delete(key);
      return refuse("forbidden", `This token lacks the scope ${missing.join(" and ")}, which a message needs.`);
    }
    if (this.#proofs.size >= MAX_PROOFS) this.#proofs.clear();
    this.#proofs.set(key, { askedAt, renewing: false });
    return null;
  }
}
