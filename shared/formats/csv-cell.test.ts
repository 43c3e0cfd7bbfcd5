import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, plainCell } from './csv-cell.ts';

test.each([
  '=HYPERLINK("http://x")',
  '+1+cmd|x',
  '@SUM(A1)',
  '\tx',
  '\n=1',
  "-2+3+cmd|' /C calc'!A0",
  "'=1",
  '＝1+1',
  '＋1',
  '＠SUM(A1)',
  '－2+cmd|x',
])('%j is no formula in a spreadsheet', (text) => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
  expect(plainCell(`'${text}`)).toBe(text);
});

test.each(['-001.jpg', 'a=b', "'quoted'", '', 'trays/1.jpg'])('%j stays as it is', (text) => {
  expect(csvCell(text)).toBe(text);
  expect(plainCell(text)).toBe(text);
});

test('every text comes back', () => {
  const texts = fc.string({
    unit: fc.constantFrom('=', '＝', '+', '-', '@', '|', '(', '"', "'", ',', '\n', '\t', 'a'),
  });
  fc.assert(
    fc.property(texts, (text) => {
      const cell = csvCell(text);
      const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(plainCell(unquoted)).toBe(text);
    }),
  );
});

test('a long name is told in no time', () => {
  const began = performance.now();
  csvCell(`${"'".repeat(100_000)}-${'-'.repeat(100_000)}`);
  expect(performance.now() - began).toBeLessThan(200);
});
