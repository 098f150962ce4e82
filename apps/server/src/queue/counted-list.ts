const CHUNK = 512;

/** A sorted set of numbers that knows the rank of each. Cheap at the ends and to some 100,000 of them. */
export class CountedList {
  #chunks: number[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    const at = this.#chunkOf(value);
    const chunk = this.#chunks[at];
    if (!chunk) {
      this.#chunks.push([value]);
      this.#size += 1;
      return;
    }
    const index = lowerBound(chunk, value);
    if (chunk[index] === value) return;
    chunk.splice(index, 0, value);
    this.#size += 1;
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  delete(value: number): void {
    const at = this.#chunkOf(value);
    const chunk = this.#chunks[at];
    if (!chunk) return;
    const index = lowerBound(chunk, value);
    if (chunk[index] !== value) return;
    chunk.splice(index, 1);
    this.#size -= 1;
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** How many are smaller. */
  rank(value: number): number {
    const at = this.#chunkOf(value);
    let before = 0;
    for (let index = 0; index < at; index += 1) before += this.#chunks[index]?.length ?? 0;
    const chunk = this.#chunks[at];
    return chunk ? before + lowerBound(chunk, value) : before;
  }

  /** The largest of those that are smaller. */
  below(value: number): number | undefined {
    const at = this.#chunkOf(value);
    const chunk = this.#chunks[at];
    const index = chunk ? lowerBound(chunk, value) : 0;
    return index > 0 ? chunk?.[index - 1] : this.#chunks[at - 1]?.at(-1);
  }

  /** The smallest ones, in order. */
  first(count: number): number[] {
    const found: number[] = [];
    for (const chunk of this.#chunks) {
      if (found.length >= count) break;
      found.push(...chunk.slice(0, count - found.length));
    }
    return found;
  }

  /** The first chunk whose last number is not smaller; the last chunk when all are. */
  #chunkOf(value: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.at(-1) ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
