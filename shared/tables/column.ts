/** One column of a table: all of one kind, one entry a row. */
export type Column =
  | { kind: 'number'; values: ArrayLike<number> }
  | { kind: 'integer'; values: ArrayLike<number> }
  | { kind: 'text'; values: readonly string[] };

/** A table by columns, all of the same length. */
export type Table = Record<string, Column>;
