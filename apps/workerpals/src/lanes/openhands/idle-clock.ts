/** Tells when nothing has happened for a while, counted from the first listener on. */
export class IdleClock {
  #timer: Timer | undefined;
  #listener: (() => void) | null = null;
  #held = 0;

  constructor(readonly limitMs: number) {}

  onIdle(listener: () => void): void {
    this.#listener = listener;
    this.touch();
  }

  /** Something has happened. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.#listener !== null && this.#held === 0) this.#timer = setTimeout(this.#listener, this.limitMs);
  }

  /** Somebody else is waited for meanwhile. */
  async holdFor<T>(wait: Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#held += 1;
    const result = await wait;
    this.#held -= 1;
    this.touch();
    return result;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#listener = null;
  }
}
