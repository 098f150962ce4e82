import type { Change, Row } from "./row";
import type { Live, Timeline } from "./timeline";

/** A timeline while events are applied to it: what is touched is copied once, whatever else is shared. */
export class Draft {
  cursor: number;
  readonly #before: Timeline;
  #rows: Row[] | null = null;
  #at: Map<string, number> | null = null;
  #open: Set<string> | null = null;
  #live: Map<string, Live> | null = null;
  /** Arrays that belong to this draft alone, so that they may be grown in place. */
  readonly #owned = new WeakSet<object>();

  constructor(before: Timeline) {
    this.#before = before;
    this.cursor = before.cursor;
  }

  find<K extends Row["kind"]>(kind: K, key: string): Extract<Row, { kind: K }> | undefined {
    const at = (this.#at ?? this.#before.at).get(key);
    const row = at === undefined ? undefined : (this.#rows ?? this.#before.rows)[at];
    return row?.kind === kind ? (row as Extract<Row, { kind: K }>) : undefined;
  }

  add(row: Row): void {
    this.#rows ??= [...this.#before.rows];
    this.#at ??= new Map(this.#before.at);
    this.#at.set(row.key, this.#rows.length);
    this.#rows.push(row);
  }

  change<R extends Row>(row: R, change: Change<R>): R {
    const at = (this.#at ?? this.#before.at).get(row.key);
    if (at === undefined) throw new Error(`there is no row ${row.key}`);
    this.#rows ??= [...this.#before.rows];
    const changed = { ...row, ...change };
    this.#rows[at] = changed;
    return changed;
  }

  /** A list with one more at its end. */
  grown<T>(list: readonly T[], item: T): readonly T[] {
    const own = this.#own(list);
    own.push(item);
    return own;
  }

  /** A list with one replaced. */
  replaced<T>(list: readonly T[], index: number, item: T): readonly T[] {
    const own = this.#own(list);
    own[index] = item;
    return own;
  }

  setOpen(key: string, isOpen: boolean): void {
    const open = this.#open ?? this.#before.open;
    if (open.has(key) === isOpen) return;
    this.#open ??= new Set(this.#before.open);
    if (isOpen) this.#open.add(key);
    else this.#open.delete(key);
  }

  isOpen(key: string): boolean {
    return (this.#open ?? this.#before.open).has(key);
  }

  live(key: string): Live | undefined {
    return (this.#live ?? this.#before.live).get(key);
  }

  setLive(key: string, live: Live | null): void {
    if (live === null && this.live(key) === undefined) return;
    this.#live ??= new Map(this.#before.live);
    if (live === null) this.#live.delete(key);
    else this.#live.set(key, live);
  }

  done(): Timeline {
    const { rows, at, open, live } = this.#before;
    if (!this.#rows && !this.#at && !this.#open && !this.#live && this.cursor === this.#before.cursor)
      return this.#before;
    return {
      cursor: this.cursor,
      rows: this.#rows ?? rows,
      at: this.#at ?? at,
      open: this.#open ?? open,
      live: this.#live ?? live,
    };
  }

  #own<T>(list: readonly T[]): T[] {
    if (this.#owned.has(list)) return list as T[];
    const copy = [...list];
    this.#owned.add(copy);
    return copy;
  }
}
