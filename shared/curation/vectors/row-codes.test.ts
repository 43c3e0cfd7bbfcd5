import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { VectorIndex } from './vector-index.ts';
import { normalizeVectors, vectorTable } from './vector-table.ts';

/** Rows that make trouble: repeated, zero, all alike, far too long or short for float32, mixed in one row. */
function hardTable(seed: number, count: number, dimensions: number, kind: string) {
  const random = seededRandom(seed);
  const rows: number[][] = [];
  for (let i = 0; i < count; i++) {
    const fresh = Array.from({ length: dimensions }, () => random() + random() - 1);
    const scale = { mixed: 10 ** Math.floor(random() * 60 - 30), tiny: 1e-42, huge: 1e25 }[kind] ?? 1;
    if (i > 0 && random() < 0.3) rows.push(rows[Math.floor(random() * i)]);
    else if (random() < 0.05) rows.push(fresh.map(() => 0));
    else if (kind === 'alike') rows.push(fresh.map((value) => 5 + value * 1e-4));
    else if (kind === 'whole') rows.push(fresh.map((value) => Math.round(value * 2)));
    else if (kind === 'uneven') rows.push(fresh.map((value) => value * 10 ** Math.floor(random() * 20 - 10)));
    else rows.push(fresh.map((value) => value * scale));
  }
  return vectorTable(Float32Array.from(rows.flat()), dimensions);
}

const kinds = ['plain', 'alike', 'whole', 'uneven', 'mixed', 'tiny', 'huge'];

test('a prepared index answers bit for bit like one without codes', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        count: fc.integer({ min: 1, max: 150 }),
        dimensions: fc.integer({ min: 1, max: 70 }),
        k: fc.integer({ min: 1, max: 12 }),
        kind: fc.constantFrom(...kinds),
        kindOfQueries: fc.constantFrom(...kinds),
        order: fc.constantFrom('dot' as const, 'euclidean' as const),
        isCosine: fc.boolean(),
      }),
      ({ seed, count, dimensions, k, kind, kindOfQueries, order, isCosine }) => {
        const raw = hardTable(seed, count, dimensions, kind);
        const table = isCosine ? normalizeVectors(raw) : raw;
        const plain = new VectorIndex(table, order);
        const prepared = new VectorIndex(table, order);
        prepared.prepare();
        const queries = hardTable(seed + 1, 5, dimensions, kindOfQueries).data;
        for (const data of [queries, table.data])
          for (let at = 0; at < Math.min(data.length, 5 * dimensions); at += dimensions) {
            const query = data.subarray(at, at + dimensions);
            expect(prepared.search(query, k)).toEqual(plain.search(query, k));
          }
        expect(prepared.searchAll(k)).toEqual(plain.searchAll(k));
      },
    ),
    { numRuns: 300 },
  );
});

test('ties are in order of index, over every score that a plain loop finds', () => {
  const table = hardTable(3, 500, 24, 'whole');
  const index = new VectorIndex(table);
  index.prepare();
  for (let i = 0; i < 40; i++) {
    const query = table.data.subarray(i * 24, (i + 1) * 24);
    const all = Array.from({ length: table.count }, (_, id) => ({
      id,
      score: query.reduce((sum, value, j) => sum + value * table.data[id * 24 + j], 0),
    }));
    const expected = all.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, 30);
    expect([...index.search(query, 30).ids]).toEqual(expected.map(({ id }) => id));
  }
});
