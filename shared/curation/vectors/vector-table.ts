import { InvalidInput } from '../../errors.ts';

/** `count` vectors of `dimensions` float32 numbers each, row after row without padding. */
export interface VectorTable {
  count: number;
  dimensions: number;
  data: Float32Array;
}

/** @throws InvalidInput when the data is not count × dimensions finite numbers. */
export function vectorTable(data: Float32Array, dimensions: number): VectorTable {
  const count = data.length / dimensions;
  if (!Number.isInteger(count) || dimensions < 1)
    throw new InvalidInput(`${data.length} numbers are not whole vectors of ${dimensions}.`);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InvalidInput(
      `Vector ${Math.floor(bad / dimensions)} holds ${data[bad]}; vectors must be finite.`,
    );
  return { count, dimensions, data };
}

/** The table with every vector scaled to length 1 (a zero vector stays zero): dot product = cosine similarity. */
export function normalizeVectors(table: VectorTable): VectorTable {
  const { count, dimensions } = table;
  const data = new Float32Array(table.data.length);
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) squares += table.data[j] ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) data[j] = table.data[j] * scale;
  }
  return { count, dimensions, data };
}
