import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRleCounts } from '../../geometry/rle-codec.ts';
import { maskOfBitmap } from '../../geometry/mask-bitmap.ts';
import type { LabelObject } from '../../labels/label-object.ts';
import type { Shape } from '../../labels/shape.ts';
import { ConsensusRule } from '../stage.ts';
import { assignOptimally } from './assign-optimally.ts';
import type { AnnotatorBranch } from './branch.ts';
import { stapleMask } from './estimate-mask.ts';
import { reachConsensus } from './reach-consensus.ts';

const NOW = '2026-05-01T10:00:00.000Z';
const object = (id: string, shape: Shape, change: Partial<LabelObject> = {}): LabelObject => ({
  id,
  classId: 'gem',
  shape,
  attributes: {},
  source: 'manual',
  createdBy: id,
  createdAt: NOW,
  updatedBy: id,
  updatedAt: NOW,
  ...change,
});
const box = (x: number, y = 0): Shape => ({ type: 'box', x, y, width: 100, height: 100 });
const branch = (userId: string, objects: LabelObject[], weight = 1): AnnotatorBranch => ({
  userId,
  content: { objects, classifications: [] },
  weight,
});
const rule = (change: object = {}) => ConsensusRule.parse(change);

function bestByTrying(gain: number[][]): number {
  const columns = gain[0].map((_, i) => i);
  const total = (row: number, free: number[]): number =>
    row === gain.length
      ? 0
      : Math.max(
          total(row + 1, free),
          ...free.map(
            (c) =>
              gain[row][c] +
              total(
                row + 1,
                free.filter((one) => one !== c),
              ),
          ),
        );
  return total(0, columns);
}

describe('assignOptimally', () => {
  it('finds what trying everything finds', () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(matrix, (gain) => {
        const assigned = assignOptimally(gain);
        const used = assigned.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        const sum = assigned.reduce((total, column, row) => total + (column < 0 ? 0 : gain[row][column]), 0);
        expect(sum).toBe(bestByTrying(gain));
      }),
    );
  });
});

describe('reachConsensus', () => {
  it('agrees on the same boxes and averages their corners', () => {
    const result = reachConsensus(
      [
        branch('a', [object('a1', box(0))]),
        branch('b', [object('b1', box(3))]),
        branch('c', [object('c1', box(6))]),
      ],
      rule(),
      NOW,
    );
    expect(result.outcome).toBe('agreed');
    expect(result.content.objects).toHaveLength(1);
    expect(result.content.objects[0]).toMatchObject({ shape: box(3), source: 'consensus', confidence: 1 });
  });

  it('drops what one of three drew alone, and says so', () => {
    const result = reachConsensus(
      [
        branch('a', [object('a1', box(0)), object('a2', box(400))]),
        branch('b', [object('b1', box(0))]),
        branch('c', [object('c1', box(0))]),
      ],
      rule(),
      NOW,
    );
    expect(result.content.objects).toHaveLength(1);
    expect(result.objects.map((one) => [one.votes, one.isKept])).toEqual([
      [3, true],
      [1, false],
    ]);
    expect(result.outcome).toBe('disagreed');
    expect(result.annotators.b).toBeGreaterThan(result.annotators.a);
  });

  it('never matches different classes, and empty branches agree', () => {
    const result = reachConsensus(
      [branch('a', [object('a1', box(0))]), branch('b', [object('b1', box(0), { classId: 'other' })])],
      rule(),
      NOW,
    );
    expect(result.agreement).toBe(0);
    expect(reachConsensus([branch('a', []), branch('b', [])], rule(), NOW).outcome).toBe('agreed');
  });

  it('a heavier voice wins a weighted vote', () => {
    const answer = (value: string) => ({ attributes: { cut: value } });
    const branches = [
      branch('a', [object('a1', box(0), answer('round'))], 5),
      branch('b', [object('b1', box(0), answer('oval'))]),
      branch('c', [object('c1', box(0), answer('oval'))]),
    ];
    expect(reachConsensus(branches, rule(), NOW).content.objects[0].attributes).toEqual({ cut: 'oval' });
    expect(reachConsensus(branches, rule({ vote: 'weighted' }), NOW).content.objects[0].attributes).toEqual({
      cut: 'round',
    });
  });

  it('fuses masks pixel by pixel', () => {
    const mask = (bits: number[]): Shape => ({
      type: 'mask',
      size: [2, 3],
      counts: encodeRleCounts(maskOfBitmap(Uint8Array.from(bits), 2, 3)),
    });
    const shapes = [mask([1, 1, 0, 1, 1, 0]), mask([1, 1, 0, 1, 0, 0]), mask([1, 1, 1, 1, 0, 0])];
    const branches = shapes.map((shape, i) => branch(`u${i}`, [object(`o${i}`, shape)]));
    const fused = reachConsensus(branches, rule(), NOW).content.objects[0].shape;
    expect(fused).toEqual(mask([1, 1, 0, 1, 0, 0]));
  });
});

describe('stapleMask', () => {
  it('finds the truth behind noisy annotators, and who is careless', () => {
    const truth = Uint8Array.from({ length: 4000 }, (_, i) => (i % 40 < 12 ? 1 : 0));
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const noisy = (error: number) => truth.map((bit) => (random() < error ? 1 - bit : bit));
    const { mask, sensitivity } = stapleMask([noisy(0.02), noisy(0.05), noisy(0.35)]);
    const wrong = mask.reduce((sum, bit, i) => sum + Number(bit !== truth[i]), 0);
    expect(wrong / truth.length).toBeLessThan(0.03);
    expect(sensitivity[2]).toBeLessThan(0.75);
    expect(sensitivity[0]).toBeGreaterThan(0.9);
  });
});
