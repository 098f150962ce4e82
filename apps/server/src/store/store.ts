import type { Refusal } from "@pushpals/protocol";
import type { Compilable } from "kysely";
import type { Statement, Value } from "./statement";

/** Reads of what is committed; inside of a transaction, also of what it has written. */
export interface Reader {
  first<Row>(statement: Statement<Row>, ...values: Value[]): Promise<Row | undefined>;
  all<Row>(statement: Statement<Row>, ...values: Value[]): Promise<Row[]>;
  /** A query built with `query` from tables.ts. */
  select<Row>(query: Compilable<Row>): Promise<Row[]>;
}

/**
 * One unit of work. It may await nothing but the store: others share its commit.
 * Nothing in here goes beyond what PostgreSQL can do.
 */
export interface Tx extends Reader {
  /** Answers the number of rows changed. */
  run(statement: Statement, ...values: Value[]): Promise<number>;
  change(query: Compilable<unknown>): Promise<number>;
  /** Runs once the work is durable, before its caller hears of it; never when it is undone. */
  afterCommit(effect: () => void): void;
  /** Takes back a change of memory that was made along with the work, in reverse order. */
  onRollback(undo: () => void): void;
}

export interface Store {
  /** Outside of any transaction. */
  read: Reader;
  /**
   * All of the work, durably, or nothing. What arrives in one turn of the event loop shares a commit.
   * A throw undoes the work and rejects; so does answering a refusal (`ok: false`), which is passed on.
   * When the database cannot commit, everybody concerned gets the refusal `store_unavailable`.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T | Refusal>;
  close(): Promise<void>;
}
