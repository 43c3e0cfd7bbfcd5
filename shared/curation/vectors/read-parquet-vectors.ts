import { type AsyncBuffer, parquetReadObjects } from 'hyparquet';
import { InvalidInput } from '../../errors.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';

/**
 * Vectors from a Parquet file: one column of names (paths, ids) and one of lists of numbers.
 *
 * @throws InvalidInput when a column is missing, a row has no vector, or the lengths differ
 */
export async function readParquetVectors(
  file: AsyncBuffer,
  columns: { name: string; vector: string },
): Promise<{ names: string[]; table: VectorTable }> {
  let rows: Record<string, unknown>[];
  try {
    rows = await parquetReadObjects({ file, columns: [columns.name, columns.vector] });
  } catch (error) {
    throw new InvalidInput(`The Parquet file cannot be read: ${(error as Error).message}`, {}, error);
  }
  const names: string[] = [];
  let data = new Float32Array();
  let dimensions = 0;
  for (const [row, values] of rows.entries()) {
    const vector = values[columns.vector];
    if (!(Array.isArray(vector) || ArrayBuffer.isView(vector)) || values[columns.name] == null)
      throw new InvalidInput(
        `Row ${row} lacks "${columns.name}" or a list of numbers in "${columns.vector}".`,
      );
    const numbers = Float32Array.from(vector as unknown as ArrayLike<number>);
    if (row === 0) {
      dimensions = numbers.length;
      data = new Float32Array(rows.length * dimensions);
    }
    if (numbers.length !== dimensions)
      throw new InvalidInput(`Row ${row} has ${numbers.length} numbers, the first has ${dimensions}.`);
    names.push(String(values[columns.name]));
    data.set(numbers, row * dimensions);
  }
  return { names, table: vectorTable(data, Math.max(1, dimensions)) };
}
