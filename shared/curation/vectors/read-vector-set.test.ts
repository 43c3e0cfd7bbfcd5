import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readVectorSet } from './read-vector-set.ts';

/** 2 × 2 float32 as `numpy.save` writes them. */
function npy(): Uint8Array {
  const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padEnd(117)}\n`;
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  const body = Buffer.from(Float32Array.of(3, 4, 0, 2).buffer);
  return new Uint8Array(Buffer.concat([head, Buffer.from(header), body]));
}

const near = (data: Float32Array) => [...data].map((value) => +value.toFixed(4));

test('reads .npy with names, whatever ends their lines, and scales to length 1', async () => {
  const { table, rows } = await readVectorSet({
    format: 'npy',
    vectors: npy(),
    names: '\uFEFFa.jpg\r\nb/ü.jpg\r\n',
  });
  expect(near(table.data)).toEqual([0.6, 0.8, 0, 1]);
  expect([...rows]).toEqual([
    ['a.jpg', 0],
    ['b/ü.jpg', 1],
  ]);
});

test('reads Parquet', async () => {
  const vectors = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'name', data: ['a.jpg'], type: 'STRING' },
        { name: 'vector', data: [[0, 5]], type: 'JSON' },
      ],
    }),
  );
  const { table, rows } = await readVectorSet({ format: 'parquet', vectors });
  expect([near(table.data), rows.get('a.jpg')]).toEqual([[0, 1], 0]);
});

test('says when names and vectors do not fit', async () => {
  await expect(readVectorSet({ format: 'npy', vectors: npy(), names: 'only-one.jpg' })).rejects.toThrow(
    /1 names do not fit 2 vectors/,
  );
});
