import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { NearPairs } from './near-pairs.ts';
import { vectorTable, type VectorTable } from './vector-table.ts';

function slowPairs({ count, dimensions, data }: VectorTable, radius: number): string[] {
  const pairs: string[] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      let squares = 0;
      for (let d = 0; d < dimensions; d++)
        squares += (data[i * dimensions + d] - data[j * dimensions + d]) ** 2;
      if (squares <= radius * radius) pairs.push(`${i} ${j}`);
    }
  return pairs.sort();
}

const SCALES = { plain: 1, short: 1e-24, long: 1e30, far: 1 };

test('finds the pairs that a plain float64 loop finds, each once', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        count: fc.integer({ min: 0, max: 160 }),
        dimensions: fc.integer({ min: 1, max: 40 }),
        kind: fc.constantFrom('plain', 'short', 'long', 'far'),
        isWhole: fc.boolean(),
        radius: fc.constantFrom(0, 0.5, 1, Math.SQRT2, 2, 5, 100),
      }),
      ({ seed, count, dimensions, kind, isWhole, radius }) => {
        const random = seededRandom(seed);
        const scale = SCALES[kind];
        const shift = kind === 'far' ? 4096 : 0;
        const data = new Float32Array(count * dimensions);
        for (let i = 0; i < count; i++) {
          const copied = i > 0 && random() < 0.2 ? Math.floor(random() * i) : -1;
          for (let j = 0; j < dimensions; j++) {
            const value = random() * 3 + (i % 4) * 2;
            data[i * dimensions + j] =
              copied < 0
                ? shift + (isWhole ? Math.floor(value) : value) * scale
                : data[copied * dimensions + j];
          }
        }
        const table = { ...vectorTable(data, dimensions), count };
        const found: string[] = [];
        new NearPairs(table, radius * scale).forEach((i, j) =>
          found.push(`${Math.min(i, j)} ${Math.max(i, j)}`),
        );
        expect(found.sort()).toEqual(slowPairs(table, radius * scale));
      },
    ),
    { numRuns: 300 },
  );
});

test('a radius without an end reaches everything', () => {
  const table = vectorTable(Float32Array.of(0, 1, 3e38, -3e38, 5), 1);
  let pairs = 0;
  new NearPairs(table, Infinity).forEach(() => pairs++);
  expect(pairs).toBe(10);
});
