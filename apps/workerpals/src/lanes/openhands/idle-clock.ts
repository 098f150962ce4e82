/** Tells when nothing has happened for a while, counted from the first listener on. */
export class IdleClock {
  #timer: Timer | undefined;
  #listener: (() => void) | null = null;

  constructor(readonly limitMs: number) {}

  onIdle(listener: () => void): void {
    this.#listener = listener;
    this.touch();
  }

  /** Something has happened. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.#listener !== null) this.#timer = setTimeout(this.#listener, this.limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#listener = null;
  }
}
