import type { Database, Statement as Prepared } from "bun:sqlite";
import type { Compilable } from "kysely";
import type { Statement, Value } from "./statement";
import type { Reader } from "./store";

type Any = Prepared<unknown, Value[]>;

/** A SQLite connection that prepares each text of the code once. */
export class Connection implements Reader {
  readonly #prepared = new Map<Statement, Any>();

  constructor(readonly database: Database) {}

  async first<Row>(statement: Statement<Row>, ...values: Value[]): Promise<Row | undefined> {
    return (this.#prepare(statement).get(...values) ?? undefined) as Row | undefined;
  }

  async all<Row>(statement: Statement<Row>, ...values: Value[]): Promise<Row[]> {
    return this.#prepare(statement).all(...values) as Row[];
  }

  async run(statement: Statement, ...values: Value[]): Promise<number> {
    return this.#prepare(statement).run(...values).changes;
  }

  async select<Row>(query: Compilable<Row>): Promise<Row[]> {
    const { sql, parameters } = query.compile();
    return this.database.query<Row, Value[]>(sql).all(...(parameters as Value[]));
  }

  async change(query: Compilable<unknown>): Promise<number> {
    const { sql, parameters } = query.compile();
    return this.database.query<unknown, Value[]>(sql).run(...(parameters as Value[])).changes;
  }

  /** Without a promise: for BEGIN, SAVEPOINT and COMMIT. */
  control(statement: Statement): void {
    this.#prepare(statement).run();
  }

  close(): void {
    for (const prepared of this.#prepared.values()) prepared.finalize();
    this.#prepared.clear();
    this.database.close(false);
  }

  #prepare(statement: Statement): Any {
    const known = this.#prepared.get(statement);
    if (known) return known;
    const prepared = this.database.prepare<unknown, Value[]>(statement.sql);
    this.#prepared.set(statement, prepared);
    return prepared;
  }
}
