/** What can be bound to a statement. */
export type Value = string | number | null | Uint8Array;

/** A text that each connection prepares once. The type is that of its rows. */
export interface Statement<Row = unknown> {
  readonly sql: string;
  readonly row?: Row;
}

export const statement = <Row = unknown>(sql: string): Statement<Row> => ({ sql });
