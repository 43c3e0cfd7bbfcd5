import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSplits, type SplitCandidate } from './assign-splits.ts';

const shares = [
  { name: 'train', share: 0.8 },
  { name: 'val', share: 0.1 },
  { name: 'test', share: 0.1 },
] as const;
const candidates = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,6}$/),
    group: fc.option(fc.constantFrom('g1', 'g2', 'g3'), { nil: undefined }),
    classes: fc
      .dictionary(fc.constantFrom('car', 'bus', 'dog'), fc.integer({ min: 1, max: 9 }))
      .map((counts) => new Map(Object.entries(counts))),
  }),
  { selector: ({ id }) => id, maxLength: 80 },
);

test('no group is cut in two, everyone is placed, and order does not matter', () => {
  fc.assert(
    fc.property(candidates, fc.integer(), fc.boolean(), (list, seed, stratify) => {
      const splits = assignSplits(list, shares, { seed, stratify });
      expect(splits.size).toBe(list.length);
      for (const group of ['g1', 'g2', 'g3']) {
        const parts = list.filter((one) => one.group === group).map(({ id }) => splits.get(id));
        expect(new Set(parts).size).toBeLessThanOrEqual(1);
      }
      expect(assignSplits(list.toReversed(), shares, { seed, stratify })).toEqual(splits);
    }),
  );
});

const plain = Array.from({ length: 1_000 }, (_, i): SplitCandidate => ({ id: `i${i}` }));
const count = (splits: Map<string, string>, split: string): number =>
  [...splits.values()].filter((one) => one === split).length;

test('without groups the shares hold within one image; a share of 0 stays empty; a seed deals anew', () => {
  const splits = assignSplits(plain, shares, { seed: 1, stratify: false });
  for (const { name, share } of shares)
    expect(Math.abs(count(splits, name) - share * 1_000)).toBeLessThanOrEqual(1);
  const none = [
    { name: 'train', share: 1 },
    { name: 'val', share: 0 },
  ];
  expect(count(assignSplits(plain, none, { seed: 1, stratify: false }), 'val')).toBe(0);
  expect(assignSplits(plain, shares, { seed: 2, stratify: false })).not.toEqual(splits);
});

test('every class is shared out alike, the rare ones and those that meet in one image too', () => {
  const list = Array.from({ length: 2_000 }, (_, i): SplitCandidate => {
    const classes = new Map<string, number>([['common', 1 + (i % 3)]]);
    if (i % 5 === 0) classes.set('often', 2);
    if (i % 97 === 0) classes.set('rare', 1);
    if (i % 194 === 0) classes.set('very rare', 1);
    return { id: `i${i}`, classes };
  });
  const splits = assignSplits(list, shares, { seed: 3, stratify: true });
  for (const name of ['common', 'often', 'rare', 'very rare']) {
    const total = list.reduce((sum, one) => sum + (one.classes?.get(name) ?? 0), 0);
    for (const { name: split, share } of shares) {
      const found = list.reduce(
        (sum, { id, classes }) => sum + (splits.get(id) === split ? (classes?.get(name) ?? 0) : 0),
        0,
      );
      expect(Math.abs(found - total * share), `${name} in ${split}`).toBeLessThanOrEqual(
        Math.max(2, total * 0.01),
      );
    }
  }
  for (const { name, share } of shares)
    expect(Math.abs(count(splits, name) - share * 2_000)).toBeLessThanOrEqual(20);
});

test('large groups find room and do not tear the shares apart', () => {
  const list = plain.map(({ id }, i): SplitCandidate => ({
    id,
    ...(i < 300 ? { group: `scene ${i % 6}` } : {}),
  }));
  const splits = assignSplits(list, shares, { seed: 7, stratify: false });
  for (const { name, share } of shares)
    expect(Math.abs(count(splits, name) - share * 1_000)).toBeLessThanOrEqual(1);
});
