import type { Checked } from "./checked";

/** Runs of checks that were begun before their turn, by the tree that they are on. */
export class RunsAhead {
  readonly #runs = new Map<string, { result: Promise<Checked>; stop: AbortController }>();

  get size(): number {
    return this.#runs.size;
  }

  /** Begins a run; one on the same tree is not begun twice. */
  begin(tree: string, run: (signal: AbortSignal) => Promise<Checked>): void {
    if (this.#runs.has(tree)) return;
    const stop = new AbortController();
    this.#runs.set(tree, { result: run(stop.signal), stop });
  }

  /** Waits for the run on this tree, if there is one that ends by itself; null otherwise. */
  async take(tree: string, signal: AbortSignal): Promise<Checked | null> {
    const found = this.#runs.get(tree);
    if (!found) return null;
    this.#runs.delete(tree);
    const stop = () => found.stop.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const result = await found.result;
    signal.removeEventListener("abort", stop);
    return found.stop.signal.aborted && !signal.aborted ? null : result;
  }

  /** Ends those whose turn cannot come any more; returns once they have ended. */
  async drop(): Promise<void> {
    const runs = [...this.#runs.values()];
    this.#runs.clear();
    for (const { stop } of runs) stop.abort("not needed");
    await Promise.all(runs.map(({ result }) => result));
  }
}
