import { expect, test } from 'vitest';
import { readTable } from './read-table.ts';
import { writeTable } from './write-table.ts';

test('a table comes back as it was written, with the columns that are asked for', async () => {
  const bytes = writeTable({
    score: { kind: 'number', values: [0.1 + 0.2, 1e-300, -1] },
    image: { kind: 'integer', values: [0, 7, -1] },
    id: { kind: 'text', values: ['ä', '', 'x'] },
  });
  const table = await readTable(bytes, ['score', 'id', 'nothing']);
  expect(table.rows).toBe(3);
  expect([...table.numbers('score')]).toEqual([0.1 + 0.2, 1e-300, -1]);
  expect(table.texts('id')).toEqual(['ä', '', 'x']);
  expect([...(await readTable(bytes)).integers('image')]).toEqual([0, 7, -1]);
  expect((await readTable(bytes)).has('rle')).toBe(false);
});

test('an empty table has its columns and no rows', async () => {
  const table = await readTable(writeTable({ score: { kind: 'number', values: [] } }));
  expect(table.rows).toBe(0);
  expect(table.numbers('score')).toHaveLength(0);
});
