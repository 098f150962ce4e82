import { SQLiteError } from "bun:sqlite";
import { type Refusal, refuse } from "@pushpals/protocol";
import type { Compilable } from "kysely";
import type { Connection } from "./connection";
import { type Statement, statement, type Value } from "./statement";
import type { Tx } from "./store";

const BEGIN = statement("BEGIN IMMEDIATE");
const COMMIT = statement("COMMIT");
const ROLLBACK = statement("ROLLBACK");
const SAVEPOINT = statement("SAVEPOINT work");
const RELEASE = statement("RELEASE work");
const ROLLBACK_TO = statement("ROLLBACK TO work");

/** Works in one commit at most: bounds how long the first waits for the last. */
const MAX_BATCH = 256;

interface Work {
  run(tx: Tx): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Done {
  work: Work;
  tx: WorkTx;
  outcome: { value: unknown } | { error: unknown };
}

class WorkTx implements Tx {
  readonly effects: (() => void)[] = [];
  readonly undos: (() => void)[] = [];

  constructor(readonly connection: Connection) {}

  first<Row>(text: Statement<Row>, ...values: Value[]): Promise<Row | undefined> {
    return this.connection.first(text, ...values);
  }
  all<Row>(text: Statement<Row>, ...values: Value[]): Promise<Row[]> {
    return this.connection.all(text, ...values);
  }
  select<Row>(query: Compilable<Row>): Promise<Row[]> {
    return this.connection.select(query);
  }
  run(text: Statement, ...values: Value[]): Promise<number> {
    return this.connection.run(text, ...values);
  }
  change(query: Compilable<unknown>): Promise<number> {
    return this.connection.change(query);
  }
  afterCommit(effect: () => void): void {
    this.effects.push(effect);
  }
  onRollback(undo: () => void): void {
    this.undos.push(undo);
  }
  undo(): void {
    for (const undo of this.undos.reverse()) undo();
    this.undos.length = 0;
    this.effects.length = 0;
  }
}

/** Told of what no caller hears: a commit that failed, an after-commit effect that threw. */
export type Trouble = (what: "commit_failed" | "effect_failed", error: unknown) => void;

/** Collects the works of one turn of the event loop into one transaction on one connection. */
export class WriteBatch {
  #waiting: Work[] = [];
  #scheduled = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly connection: Connection,
    readonly trouble: Trouble,
  ) {}

  add<T>(run: (tx: Tx) => Promise<T>): Promise<T | Refusal> {
    const { promise, resolve, reject } = Promise.withResolvers<T | Refusal>();
    this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
    this.#schedule();
    return promise;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#scheduled || this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.#running;
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#running = this.#flush().finally(() => {
        this.#scheduled = false;
        if (this.#waiting.length > 0) this.#schedule();
      });
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, MAX_BATCH);
    const done: Done[] = [];
    try {
      this.connection.control(BEGIN);
      for (const work of batch) done.push(await this.#runOne(work));
      this.connection.control(COMMIT);
    } catch (error) {
      this.#abandon(batch, done, error);
      return;
    }
    for (const { tx } of done) for (const effect of tx.effects) this.#apply(effect);
    for (const { work, outcome } of done) "value" in outcome ? work.resolve(outcome.value) : work.reject(outcome.error);
  }

  /** Throws only what makes the whole transaction impossible. */
  async #runOne(work: Work): Promise<Done> {
    const tx = new WorkTx(this.connection);
    this.connection.control(SAVEPOINT);
    try {
      const value = await work.run(tx);
      if (isRefusal(value)) this.#undo(tx);
      this.connection.control(RELEASE);
      return { work, tx, outcome: { value } };
    } catch (error) {
      tx.undo();
      if (!this.connection.database.inTransaction || isStoreTrouble(error)) throw error;
      this.connection.control(ROLLBACK_TO);
      this.connection.control(RELEASE);
      return { work, tx, outcome: { error } };
    }
  }

  #undo(tx: WorkTx): void {
    tx.undo();
    this.connection.control(ROLLBACK_TO);
  }

  #abandon(batch: Work[], done: Done[], error: unknown): void {
    for (const { tx } of done.reverse()) tx.undo();
    this.trouble("commit_failed", error);
    this.#apply(() => {
      if (this.connection.database.inTransaction) this.connection.control(ROLLBACK);
    });
    const answer = refuse(
      "store_unavailable",
      "The database could not write, so nothing was changed. Is the disk full? Try again.",
    );
    for (const work of batch) work.resolve(answer);
  }

  #apply(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      this.trouble("effect_failed", error);
    }
  }
}

const isRefusal = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "ok" in value && value.ok === false;

/** Codes of SQLite that tell of the disk or the file, not of the statement. */
const STORE_TROUBLE = /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|LOCKED|PROTOCOL)/;
const isStoreTrouble = (error: unknown): boolean =>
  error instanceof SQLiteError && STORE_TROUBLE.test(error.code ?? "");
