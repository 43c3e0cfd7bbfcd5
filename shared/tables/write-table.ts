import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Table } from './column.ts';

const TYPES = { number: 'DOUBLE', integer: 'INT32', text: 'STRING' } as const;
/** Rows read or skipped at a time by whoever filters. */
const ROWS_PER_GROUP = 250_000;

/** The bytes of a Parquet file (texts and integers compressed by Snappy): what DuckDB, Athena, pandas and the explorers read. */
export function writeTable(table: Table): Uint8Array {
  const columnData = Object.entries(table).map(([name, column]) => ({
    name,
    type: TYPES[column.kind],
    nullable: false,
    // Measured numbers hardly shrink, and readers in a browser would pay for the try.
    ...(column.kind === 'number' ? ({ codec: 'UNCOMPRESSED', encoding: 'PLAIN' } as const) : {}),
    data:
      column.kind === 'number'
        ? Float64Array.from(column.values)
        : column.kind === 'integer'
          ? Int32Array.from(column.values)
          : [...column.values],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: ROWS_PER_GROUP }));
}
