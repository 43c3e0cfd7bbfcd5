import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readVectorSet } from '../../shared/curation/vectors/read-vector-set.ts';
import type { VectorSet } from '../../shared/curation/vectors/read-vector-set.ts';
import { InvalidInput } from '../../shared/errors.ts';

/**
 * Somebody's own vectors: a Parquet file, or a `.npy` file with a text file of names.
 *
 * @param names beside `.npy`; left out: the same name with `.txt`
 * @throws InvalidInput when a file is missing or does not fit
 */
export async function readVectors(file: string, names?: string): Promise<VectorSet> {
  const read = async (path: string): Promise<Uint8Array> => {
    try {
      return await readFile(resolve(path));
    } catch (error) {
      throw new InvalidInput(`"${path}" cannot be read.`, { path }, error);
    }
  };
  if (/\.parquet$/i.test(file)) return readVectorSet({ format: 'parquet', vectors: await read(file) });
  if (!/\.npy$/i.test(file))
    throw new InvalidInput(`"${file}" holds no vectors that are known: .npy and .parquet are.`);
  const text = new TextDecoder().decode(await read(names ?? file.replace(/\.npy$/i, '.txt')));
  return readVectorSet({ format: 'npy', vectors: await read(file), names: text });
}
