import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { InvalidInput } from '../../errors.ts';
import type { FileSource } from '../file-source.ts';
import { readBytes } from '../read-file.ts';

const ROWS_AT_ONCE = 1000;

/** The rows of a Parquet table, numbered from 1, some at a time. Throws InvalidInput when it is none. */
export async function* readParquetRows(
  source: FileSource,
  file: string,
): AsyncGenerator<{ row: Record<string, unknown>; index: number }> {
  const size = (await source.list()).find((one) => one.path === file)?.size ?? 0;
  const buffer: AsyncBuffer = {
    byteLength: size,
    slice: async (start, end = size) => {
      const range = { start: start < 0 ? size + start : start, end };
      const part = await readBytes({ ...source, open: (path) => source.open(path, range) }, file);
      return new Uint8Array(part).buffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const count = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < count; rowStart += ROWS_AT_ONCE) {
      const rowEnd = Math.min(count, rowStart + ROWS_AT_ONCE);
      const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd });
      let index = rowStart;
      for (const row of rows) yield { row: plain(row) as Record<string, unknown>, index: ++index };
    }
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw new InvalidInput(`"${file}" is not a Parquet table that can be read.`, { file }, error);
  }
}

/** Whole numbers of 64 bits and typed arrays as JSON would have them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, Number);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
