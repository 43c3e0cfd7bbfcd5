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

test('a part of the rows is read alone, also across groups of rows', async () => {
  const rows = 250_010;
  const bytes = writeTable({
    row: { kind: 'integer', values: Array.from({ length: rows }, (_, row) => row) },
    score: { kind: 'number', values: Array.from({ length: rows }, (_, row) => row / 2) },
    id: { kind: 'text', values: Array.from({ length: rows }, (_, row) => `i${row}`) },
  });
  for (const [from, to] of [
    [0, 2],
    [123_456, 123_457],
    [249_998, 250_003],
    [rows - 1, rows],
  ]) {
    const part = await readTable(bytes, ['row', 'score', 'id'], { from, to });
    const expected = Array.from({ length: to - from }, (_, i) => from + i);
    expect(part.rows).toBe(to - from);
    expect([...part.integers('row')]).toEqual(expected);
    expect([...part.numbers('score')]).toEqual(expected.map((row) => row / 2));
    expect(part.texts('id')).toEqual(expected.map((row) => `i${row}`));
  }
});
