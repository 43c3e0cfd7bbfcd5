import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { readNpy } from './read-npy.ts';
import { readParquetVectors } from './read-parquet-vectors.ts';

/** What `numpy.save` writes. */
function npy(descr: string, shape: string, body: ArrayBufferView, fortran = false): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const header = `${text.padEnd(117)}\n`;
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return new Uint8Array(
    Buffer.concat([head, Buffer.from(header), Buffer.from(body.buffer, body.byteOffset, body.byteLength)]),
  );
}

describe('readNpy', () => {
  const rows = [1, 2, 3, 4, 5, 6];

  test.each([
    ['float32', npy('<f4', '(2, 3)', Float32Array.from(rows))],
    ['float64', npy('<f8', '(2, 3)', Float64Array.from(rows))],
    ['float16', npy('<f2', '(2, 3)', Uint16Array.from([0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600]))],
    ['columns first', npy('<f4', '(2, 3)', Float32Array.of(1, 4, 2, 5, 3, 6), true)],
  ])('reads %s', (_, file) => {
    expect(readNpy(file)).toEqual({ count: 2, dimensions: 3, data: Float32Array.from(rows) });
  });

  test.each([
    [npy('<i8', '(2, 3)', BigInt64Array.from([1n])), /holds i8/],
    [npy('<f4', '(6,)', Float32Array.from(rows)), /two-dimensional/],
    [npy('<f4', '(2, 3)', Float32Array.from([1])), /cut short/],
    [Uint8Array.of(1, 2, 3), /not a .npy/],
  ])('refuses what it does not understand', (file, message) => expect(() => readNpy(file)).toThrow(message));
});

describe('readParquetVectors', () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'path', data: ['a.jpg', 'b.jpg'], type: 'STRING' },
      {
        name: 'embedding',
        data: [
          [1, 2],
          [3, 4],
        ],
        type: 'JSON',
      },
    ],
  });

  test('reads names and vectors', async () => {
    const { names, table } = await readParquetVectors(file, { name: 'path', vector: 'embedding' });
    expect(names).toEqual(['a.jpg', 'b.jpg']);
    expect(table).toEqual({ count: 2, dimensions: 2, data: Float32Array.of(1, 2, 3, 4) });
  });

  test('says which column is missing', async () => {
    await expect(readParquetVectors(file, { name: 'path', vector: 'nothing' })).rejects.toThrow(/nothing/);
  });
});
