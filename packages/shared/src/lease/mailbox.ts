import type { JobMessage } from "@pushpals/protocol";
import type { Beat } from "./keep-lease";

/** What people say to the work in hand, as the claim and its heartbeats bring it: kept until somebody listens, each handed on once. */
export class Mailbox {
  /** The last message that was got. */
  last = 0;
  #kept: JobMessage[] = [];
  #listener: ((message: JobMessage) => void) | null = null;

  /** Takes what is new out of a heartbeat's answer. */
  take<B extends Beat & { messages?: readonly JobMessage[] }>(beat: B): B {
    this.deliver(("messages" in beat && beat.messages) || []);
    return beat;
  }

  deliver(messages: readonly JobMessage[]): void {
    for (const message of messages) {
      if (message.id <= this.last) continue;
      this.last = message.id;
      if (this.#listener) this.#listener(message);
      else this.#kept.push(message);
    }
  }

  open(listener: (message: JobMessage) => void): void {
    this.#listener = listener;
    for (const message of this.#kept.splice(0)) listener(message);
  }
}
