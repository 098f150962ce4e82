import { ITEM_STATUSES, PRIORITIES } from "@pushpals/protocol";
import type { Tx } from "../store/store";
import { PENDING } from "./codes";
import { CountedList } from "./counted-list";

/** What the book keeps of an item. */
export interface Entry {
  queue: number;
  seq: number;
  status: number;
  priority: number;
  target: string | null;
}

/** Mirrors in memory how many items are in which state, and who is the how-manieth in line. */
export class Book {
  readonly #counts = [0, 1, 2].map(() => ITEM_STATUSES.map(() => 0));
  readonly #lines = [0, 1, 2].map(() => PRIORITIES.map(() => new CountedList()));
  readonly #targeted = [0, 1, 2].map(() => new Map<string, number>());

  /** Moves an item from one state to another along with the transaction; null for what is new. */
  change(tx: Tx, before: Entry | null, after: Entry): void {
    if (before) this.remove(before);
    this.add(after);
    tx.onRollback(() => {
      this.remove(after);
      if (before) this.add(before);
    });
  }

  add(entry: Entry): void {
    this.#count(entry, 1);
    if (entry.status === PENDING) this.#lines[entry.queue]?.[entry.priority]?.add(entry.seq);
  }

  remove(entry: Entry): void {
    this.#count(entry, -1);
    if (entry.status === PENDING) this.#lines[entry.queue]?.[entry.priority]?.delete(entry.seq);
  }

  /** Fills a count at start, for states that have no place in line. */
  preset(queue: number, status: number, count: number): void {
    const counts = this.#counts[queue];
    if (counts) counts[status] = count;
  }

  counts(queue: number): readonly number[] {
    return this.#counts[queue] ?? [];
  }

  /** How many of each class wait in line. */
  classes(queue: number): number[] {
    return (this.#lines[queue] ?? []).map((line) => line.size);
  }

  /** Place from 1 of one in this class, whether it stands in line already or would join it now. */
  position(queue: number, priority: number, seq: number): number {
    let ahead = 0;
    for (const [rank, line] of (this.#lines[queue] ?? []).entries()) {
      if (rank < priority) ahead += line.size;
      if (rank === priority) ahead += line.rank(seq);
    }
    return ahead + 1;
  }

  /** The first in line. */
  first(queue: number, count: number): number[] {
    const found: number[] = [];
    for (const line of this.#lines[queue] ?? []) found.push(...line.first(count - found.length));
    return found;
  }

  /** The first of each class, those that have waited longest among them. */
  heads(queue: number): number[] {
    return (this.#lines[queue] ?? []).flatMap((line) => line.first(1));
  }

  /** How many wait for anybody, and how many for this one alone. */
  waitingFor(queue: number, owner: string): { anybody: number; owner: number } {
    const targeted = this.#targeted[queue] ?? new Map<string, number>();
    let reserved = 0;
    for (const count of targeted.values()) reserved += count;
    const pending = this.#counts[queue]?.[PENDING] ?? 0;
    return { anybody: pending - reserved, owner: targeted.get(owner) ?? 0 };
  }

  #count(entry: Entry, by: 1 | -1): void {
    const counts = this.#counts[entry.queue];
    if (counts) counts[entry.status] = (counts[entry.status] ?? 0) + by;
    if (entry.status !== PENDING || entry.target === null) return;
    const targeted = this.#targeted[entry.queue];
    const left = (targeted?.get(entry.target) ?? 0) + by;
    if (left > 0) targeted?.set(entry.target, left);
    else targeted?.delete(entry.target);
  }
}
