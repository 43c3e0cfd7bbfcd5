import { expect, test } from 'vitest';
import { kMeansOfMany } from '../clustering/k-means-of-many.ts';
import { seededRandom } from '../seeded-random.ts';
import { makeMap } from './make-map.ts';
import { mapOfMany } from './map-of-many.ts';
import { trustworthiness } from './trustworthiness.ts';

const random = seededRandom(5);
const dimensions = 12;
const count = 600;
const middles = Float32Array.from({ length: 6 * dimensions }, () => 8 * random());
const data = Float32Array.from(
  { length: count * dimensions },
  (_, at) => middles[(Math.floor(at / dimensions) % 6) * dimensions + (at % dimensions)] + random(),
);
const table = { count, dimensions, data };

test('a map of a sample holds everything else where it belongs, and is the same every time', () => {
  const map = mapOfMany(table, undefined, 250);
  expect(mapOfMany(table, undefined, 250)).toEqual(map);
  const trust = (data: Float32Array) => trustworthiness(table, { count, dimensions: 2, data });
  expect(trust(map)).toBeGreaterThan(trust(makeMap(table)) - 0.05);
});

test('centres learnt from a sample part the whole as those of the whole do', () => {
  const { labels, centers } = kMeansOfMany(table, { k: 6 }, 250);
  expect(centers.count).toBe(6);
  for (let cloud = 0; cloud < 6; cloud++)
    expect(new Set(labels.filter((_, row) => row % 6 === cloud)).size).toBe(1);
  expect(new Set(labels).size).toBe(6);
});
