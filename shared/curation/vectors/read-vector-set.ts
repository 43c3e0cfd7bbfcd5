import { InvalidInput } from '../../errors.ts';
import { readNpy } from './read-npy.ts';
import { readParquetVectors } from './read-parquet-vectors.ts';
import { normalizeVectors } from './vector-table.ts';
import type { VectorTable } from './vector-table.ts';

/** Vectors by the name of the image that each belongs to, all of length 1. */
export interface VectorSet {
  table: VectorTable;
  /** Row by name; a name that comes twice keeps its last. */
  rows: ReadonlyMap<string, number>;
}

/**
 * Somebody's own vectors: a `.npy` file with a text file that names the image of each row, one a line; or a Parquet
 * file with the columns `name` and `vector`. Names are paths in the dataset, or sha256 sums.
 *
 * @throws InvalidInput saying what does not fit
 */
export async function readVectorSet(
  files:
    | { format: 'npy'; vectors: Uint8Array; names: string }
    | { format: 'parquet'; vectors: Uint8Array; columns?: { name: string; vector: string } },
): Promise<VectorSet> {
  if (files.format === 'parquet') {
    const file = new Uint8Array(files.vectors).buffer;
    const { names, table } = await readParquetVectors(
      file,
      files.columns ?? { name: 'name', vector: 'vector' },
    );
    return setOf(names, table);
  }
  const names = files.names.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (names.at(-1) === '') names.pop();
  return setOf(names, readNpy(files.vectors));
}

function setOf(names: readonly string[], table: VectorTable): VectorSet {
  if (names.length !== table.count)
    throw new InvalidInput(
      `${names.length} names do not fit ${table.count} vectors: there must be one for each.`,
    );
  return { table: normalizeVectors(table), rows: new Map(names.map((name, row) => [name, row])) };
}
