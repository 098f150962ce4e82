import { ITEM_STATUSES, PRIORITIES } from "@pushpals/protocol";
import type { Tx } from "../store/store";
import { PENDING } from "./codes";
import { CountedList } from "./counted-list";
import { fitsTarget } from "./labels";

/** What the book keeps of an item. */
export interface Entry {
  queue: number;
  seq: number;
  status: number;
  priority: number;
  target: string | null;
  /** Where a person has put it within its class. */
  place: number | null;
}

/** What decides within a class: the place that a person gave it, else its arrival. No two items have the same. */
export const rankOf = (entry: Pick<Entry, "seq" | "place">): number => entry.place ?? entry.seq;

/** Mirrors in memory how many items are in which state, and who is the how-manieth in line. */
export class Book {
  readonly #counts = [0, 1, 2].map(() => ITEM_STATUSES.map(() => 0));
  readonly #lines = [0, 1, 2].map(() => PRIORITIES.map(() => new CountedList()));
  /** Of those that were moved: who is at which rank. */
  readonly #moved = [0, 1, 2].map(() => new Map<number, number>());
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
    if (entry.status !== PENDING) return;
    this.#lines[entry.queue]?.[entry.priority]?.add(rankOf(entry));
    if (entry.place !== null) this.#moved[entry.queue]?.set(entry.place, entry.seq);
  }

  remove(entry: Entry): void {
    this.#count(entry, -1);
    if (entry.status !== PENDING) return;
    this.#lines[entry.queue]?.[entry.priority]?.delete(rankOf(entry));
    if (entry.place !== null) this.#moved[entry.queue]?.delete(entry.place);
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

  /** Place from 1 of one of this rank in this class, whether it stands in line already or would join it now. */
  position(queue: number, priority: number, rank: number): number {
    let ahead = 0;
    for (const [index, line] of (this.#lines[queue] ?? []).entries()) {
      if (index < priority) ahead += line.size;
      if (index === priority) ahead += line.rank(rank);
    }
    return ahead + 1;
  }

  /** The first in line. */
  first(queue: number, count: number): number[] {
    const found: number[] = [];
    for (const line of this.#lines[queue] ?? []) found.push(...line.first(count - found.length));
    return this.#itemsAt(queue, found);
  }

  /** A rank in this class right before this one, or before everybody; null when there is no room left between two. */
  rankBefore(queue: number, priority: number, rank: number | null): number | null {
    const line = this.#lines[queue]?.[priority];
    const [first] = line?.first(1) ?? [];
    const high = rank ?? first;
    if (high === undefined) return null;
    const low = rank === null ? null : (line?.below(rank) ?? null);
    // Not in the middle: whole numbers are the ranks of arrivals, also of those that are not in line now.
    const found = low === null ? high - fraction() : low + (high - low) * fraction();
    return found < high && (low === null || found > low) ? found : null;
  }

  /** The first of each class, those that have waited longest among them. */
  heads(queue: number): number[] {
    const found = (this.#lines[queue] ?? []).flatMap((line) => line.first(1));
    return this.#itemsAt(queue, found);
  }

  #itemsAt(queue: number, ranks: readonly number[]): number[] {
    return ranks.map((rank) => this.#moved[queue]?.get(rank) ?? rank);
  }

  /** How many wait for anybody, and how many that not everybody may have, but this one with its labels may. */
  waitingFor(queue: number, owner: string, labels: readonly string[]): { anybody: number; owner: number } {
    let reserved = 0;
    let mine = 0;
    for (const [target, count] of this.#targeted[queue] ?? []) {
      reserved += count;
      if (target === owner || fitsTarget(target, labels)) mine += count;
    }
    const pending = this.#counts[queue]?.[PENDING] ?? 0;
    return { anybody: pending - reserved, owner: mine };
  }

  /** The sets of labels that items in line ask for and that somebody with these labels has. */
  targetsFor(queue: number, labels: readonly string[]): string[] {
    if (labels.length === 0) return [];
    return [...(this.#targeted[queue]?.keys() ?? [])].filter((target) => fitsTarget(target, labels));
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

/** Between a quarter and three quarters, never the same twice. */
const fraction = (): number => 0.25 + Math.random() / 2;
