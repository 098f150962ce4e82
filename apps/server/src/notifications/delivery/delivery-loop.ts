import { backoffMs } from "@pushpals/shared/lifecycle";
import type { Core } from "../../core";
import type { Tx } from "../../store/store";
import { forgetSubscription } from "../forget-subscription";
import { deviceSettings, noteProblem } from "../settings-row";
import { deviceOf } from "../targets";
import { type Webhook, webhookTarget } from "../webhooks";
import { type Delivery, markGivenUp, markLater, markSent, nextDue, takeDue, tidyOutbox } from "./outbox";
import { askForReceipts, keepReceipt, nextReceipt } from "./receipts";
import type { Attempt } from "./result";
import { sendExpoPush } from "./send-expo-push";
import { PUSH_TTL_S, sendWebPush, type WebPushSender } from "./send-web-push";
import { sendWebhook } from "./send-webhook";

export interface DeliveryOptions extends WebPushSender {
  expoUrl: string;
  webhooks: readonly Webhook[];
  clientUrl: string;
}

/** Sent at a time. */
const AT_A_TIME = 8;
const BACKOFF = { baseMs: 5_000, maxMs: 15 * 60_000 };
/** After the store could not be written. */
const RETRY_MS = 5_000;
/** How long the end waits for what is on its way. */
const CLOSE_GRACE_MS = 3_000;

/** Sends what is in the outbox, as it becomes due; nothing is polled. */
export class DeliveryLoop {
  readonly #ending = new AbortController();
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #cancelTimer: (() => void) | null = null;

  constructor(
    private readonly core: Core,
    private readonly options: DeliveryOptions,
  ) {}

  /** Takes up what an earlier process has left. */
  async start(): Promise<void> {
    await this.core.store.write((tx) => tidyOutbox(this.core, tx));
    this.wake();
  }

  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#again) this.wake();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#again = false;
    this.#cancelTimer?.();
    const cut = setTimeout(() => this.#ending.abort(), CLOSE_GRACE_MS);
    await this.#running;
    clearTimeout(cut);
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        while (!this.#closed && (await this.#pass()));
        if (!this.#closed) await askForReceipts(this.core, this.options.expoUrl, this.#ending.signal);
      }
      await this.#setTimer();
    } catch (error) {
      this.core.log.error({ err: error }, "notifications could not be sent; it is tried again");
      this.#wakeIn(RETRY_MS);
    }
  }

  /** True when there may be more that is due. */
  async #pass(): Promise<boolean> {
    const due = await this.core.store.write((tx) => takeDue(this.core, tx, AT_A_TIME));
    if ("ok" in due) throw new Error(due.message);
    await Promise.all(due.map((delivery) => this.#deliver(delivery)));
    return due.length === AT_A_TIME;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const attempt = await this.#attempt(delivery);
    // Neither the address nor the text: who reads the log need not know them.
    if (attempt.kind !== "sent")
      this.core.log.warn(
        { target: delivery.target, notification: delivery.message.id, outcome: attempt.kind, why: attempt.why },
        "a notification did not get through",
      );
    await this.core.store.write((tx) => this.#settle(tx, delivery, attempt));
  }

  async #attempt({ target, message }: Delivery): Promise<Attempt> {
    const signal = this.#ending.signal;
    const deviceId = deviceOf(target);
    if (deviceId === null) {
      const webhook = this.options.webhooks.find((one) => webhookTarget(one) === target);
      return webhook
        ? sendWebhook(webhook, message, this.options.clientUrl, signal)
        : { kind: "refused", why: "this webhook is not configured any more" };
    }
    const { subscription } = await deviceSettings(this.core.store.read, deviceId);
    if (!subscription) return { kind: "refused", why: "the device is not subscribed any more" };
    return subscription.channel === "web"
      ? sendWebPush(this.options, subscription, message, signal)
      : sendExpoPush(this.options.expoUrl, subscription, message, signal);
  }

  async #settle(tx: Tx, delivery: Delivery, attempt: Attempt): Promise<void> {
    const { seq, target, attempts, createdAt } = delivery;
    const deviceId = deviceOf(target);
    if (deviceId !== null) await noteProblem(tx, deviceId, attempt.kind === "sent" ? null : attempt.why);
    if (attempt.kind === "sent") {
      if (attempt.receiptId !== undefined && deviceId !== null)
        await keepReceipt(tx, attempt.receiptId, deviceId, this.core.clock.now());
      return await markSent(tx, seq);
    }
    if (attempt.kind === "gone" && deviceId !== null) {
      await markGivenUp(tx, seq, attempt.why);
      return await forgetSubscription(tx, deviceId, `its push service has ended it (${attempt.why})`);
    }
    const now = this.core.clock.now();
    const channel = deviceId === null ? null : (await deviceSettings(tx, deviceId)).subscription?.channel;
    // To a browser it can be sent again: there it replaces itself.
    const isAgain = attempt.kind === "later" || (attempt.kind === "unknown" && channel === "web");
    const wait = (attempt.kind === "later" ? attempt.afterMs : null) ?? backoffMs(attempts, BACKOFF);
    if (isAgain && now + wait < createdAt + PUSH_TTL_S * 1_000) await markLater(tx, seq, now + wait, attempt.why);
    else await markGivenUp(tx, seq, attempt.why);
  }

  async #setTimer(): Promise<void> {
    const { read } = this.core.store;
    const times = [await nextDue(read), await nextReceipt(read)].filter((at) => at !== null);
    if (times.length > 0) this.#wakeIn(Math.max(0, Math.min(...times) - this.core.clock.now()));
  }

  #wakeIn(ms: number): void {
    this.#cancelTimer?.();
    if (!this.#closed) this.#cancelTimer = this.core.clock.after(ms, () => this.wake());
  }
}
