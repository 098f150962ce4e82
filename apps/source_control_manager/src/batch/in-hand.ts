import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Remembers across a crash how many completions were in hand. A daemon that follows one that died with several takes
 * them one by one, as many as there were: if one of them is the cause, it uses up its own attempts and not those
 * of the others.
 */
export class InHand {
  readonly #file: string;
  #careful: number;
  #held = 0;

  constructor(file: string) {
    this.#file = file;
    this.#careful = existsSync(file) ? Math.max(1, Number(readFileSync(file, "utf8")) || 1) : 0;
  }

  isCareful(): boolean {
    return this.#careful > 0;
  }
  get held(): number {
    return this.#held;
  }
  taken(): void {
    this.#held += 1;
  }
  settled(): void {
    this.#held -= 1;
    if (this.#careful > 0) this.#careful -= 1;
  }
  /** Work on some of them begins. */
  begin(): void {
    writeFileSync(this.#file, String(Math.max(this.#held, this.#careful)));
  }
  /** It has ended, well or not, and this process lives. */
  end(): void {
    if (this.#careful === 0) rmSync(this.#file, { force: true });
  }
}
