import { sendMessage } from "@pushpals/sdk";
import { createStore, type StoreApi } from "zustand/vanilla";
import { reachOf } from "../../lib/client";
import { onWake, wake } from "../../lib/connection/wake";
import { invalidate } from "../../lib/query";
import type { Server } from "../../lib/server";
import { storage } from "../../lib/storage";
import { deliver } from "./courier";
import { newKey } from "./new-key";
import { added, changed, type Outbox, restored, without } from "./outbox";

/** The outbox of one server: kept on the device, emptied as soon as the server can be reached. */
export class OutboxStore {
  readonly store: StoreApi<{ readonly outbox: Outbox }>;
  readonly #server: Server;
  readonly #key: string;
  readonly #delivering = new Set<string>();

  constructor(server: Server) {
    this.#server = server;
    this.#key = `pushpals.outbox.${server.id}`;
    this.store = createStore(() => ({ outbox: restored(storage.get(this.#key)) }));
    for (const { sessionId } of this.store.getState().outbox) this.#deliver(sessionId);
  }

  /** Puts a message on its way; it gets there once, now or when there is a network again. */
  send(sessionId: string, text: string, afterCursor: number): void {
    this.#write(added(this.#read(), { id: newKey(), sessionId, text, at: Date.now(), afterCursor }));
    this.#deliver(sessionId);
  }

  /** Tries again what was refused, or at once what waits. */
  retry(id: string): void {
    const one = this.#read().find((known) => known.id === id);
    if (!one) return;
    if (one.state === "refused") this.#write(changed(this.#read(), id, { state: "waiting", note: "" }));
    wake();
    this.#deliver(one.sessionId);
  }

  discard(id: string): void {
    this.#write(without(this.#read(), id));
  }

  readonly #read = (): Outbox => this.store.getState().outbox;

  readonly #write = (outbox: Outbox): void => {
    this.store.setState({ outbox });
    storage.set(this.#key, JSON.stringify(outbox));
  };

  #deliver(sessionId: string): void {
    if (this.#delivering.has(sessionId)) return;
    this.#delivering.add(sessionId);
    const reach = reachOf(this.#server);
    const place = {
      read: this.#read,
      write: this.#write,
      send: (one: Outbox[number], signal: AbortSignal) =>
        sendMessage({
          ...reach,
          baseUrl: `${reach.baseUrl}/localbuddy`,
          text: one.text,
          sessionId: one.sessionId,
          idempotencyKey: one.id,
          signal,
        }),
      hope: untilWoken,
      onTaken: () => {
        invalidate(["requests"]);
        invalidate(["sessions"]);
      },
    };
    void deliver(place, sessionId, new AbortController().signal).finally(() => this.#delivering.delete(sessionId));
  }
}

/** Resolves when the connection is woken: by the network, by a look at the app, or by "Retry now". */
const untilWoken = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = onWake(done);
    function done(): void {
      stop();
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });

const stores = new Map<string, OutboxStore>();

export function outboxOf(server: Server): OutboxStore {
  const store = stores.get(server.id) ?? new OutboxStore(server);
  stores.set(server.id, store);
  return store;
}
