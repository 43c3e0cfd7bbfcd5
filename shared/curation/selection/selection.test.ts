import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { mixSelections } from './mix-selections.ts';
import { selectBalanced } from './select-balanced.ts';
import { selectByRule } from './select-by-rule.ts';
import { selectDiverse } from './select-diverse.ts';
import { selectHard } from './select-hard.ts';
import { selectRepresentative } from './select-representative.ts';
import { SelectionRule } from './selection-rule.ts';
import { selectUncertain } from './select-uncertain.ts';

const indices = (selected: { index: number }[]) => selected.map(({ index }) => index);

describe('selection', () => {
  test('balanced: the rare class is not drowned, and what it lacks goes to the others', () => {
    const groups = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c'];
    expect(
      indices(selectBalanced(groups, 6))
        .map((i) => groups[i])
        .sort(),
    ).toEqual(['a', 'a', 'a', 'b', 'b', 'c']);
    expect(indices(selectBalanced(groups, 3, (index) => -index))).toEqual([4, 6, 7]);
    expect(selectBalanced(groups, 99)).toHaveLength(8);
  });

  test('diverse: corners before copies, away from what is there already', () => {
    const points = vectorTable(Float32Array.of(0, 0, 0, 0, 10, 0, 0, 10, 10, 10, 0.1, 0), 2);
    // 5 is the most central, and near the two copies in the corner
    expect(indices(selectDiverse(points, 4))).toEqual([5, 4, 3, 2]);
    expect(new Set(indices(selectDiverse(points, 3, [0])))).toEqual(new Set([2, 3, 4]));
    expect(selectDiverse(points, 99)).toHaveLength(5);
  });

  test('diverse stays within twice the best radius of any selection of that size', () => {
    const random = seededRandom(6);
    const table = vectorTable(
      Float32Array.from({ length: 24 }, () => random()),
      2,
    );
    const radius = (chosen: number[]) =>
      Math.max(
        ...Array.from({ length: 12 }, (_, i) =>
          Math.min(
            ...chosen.map((c) =>
              Math.hypot(
                table.data[i * 2] - table.data[c * 2],
                table.data[i * 2 + 1] - table.data[c * 2 + 1],
              ),
            ),
          ),
        ),
      );
    let best = Infinity;
    for (let a = 0; a < 12; a++)
      for (let b = a + 1; b < 12; b++)
        for (let c = b + 1; c < 12; c++) best = Math.min(best, radius([a, b, c]));
    expect(radius(indices(selectDiverse(table, 3)))).toBeLessThanOrEqual(2 * best + 1e-6);
  });

  test('uncertain: by entropy, least confidence and margin', () => {
    const probabilities = Float64Array.of(0.98, 0.01, 0.01, 0.5, 0.5, 0, 0.4, 0.3, 0.3);
    expect(indices(selectUncertain(probabilities, 3, 3, 'entropy'))).toEqual([2, 1, 0]);
    expect(indices(selectUncertain(probabilities, 3, 1, 'leastConfidence'))).toEqual([2]);
    expect(indices(selectUncertain(probabilities, 3, 1, 'margin'))).toEqual([1]);
  });

  test('hard: the largest loss first, with the reason', () => {
    expect(selectHard([0.1, 2, 0.7], 2)).toEqual([
      { index: 1, reason: 'The loss is 2.000.' },
      { index: 2, reason: 'The loss is 0.700.' },
    ]);
  });

  test('representative: one of each crowd', () => {
    const table = vectorTable(
      Float32Array.from({ length: 60 }, (_, i) => (i % 3) * 100 + (i % 7)),
      1,
    );
    const chosen = indices(selectRepresentative(table, 3)).map((i) => i % 3);
    expect(new Set(chosen)).toEqual(new Set([0, 1, 2]));
  });

  test('a mixture keeps its shares and takes no duplicate twice', () => {
    const list = (...all: number[]) => all.map((index) => ({ index, reason: '' }));
    const mixed = mixSelections(
      [
        { weight: 3, selected: list(0, 1, 2, 3, 4, 5, 6, 7) },
        { weight: 1, selected: list(0, 9, 10) },
      ],
      8,
      (index) => (index === 1 || index === 2 ? 1 : undefined),
    );
    expect(indices(mixed)).toEqual([0, 1, 3, 4, 5, 6, 9, 10]);
  });
});

describe('selectByRule', () => {
  const random = seededRandom(5);
  const table = vectorTable(
    Float32Array.from({ length: 80 }, () => random()),
    2,
  );
  const all = Array.from({ length: 40 }, (_, i) => i);
  const input = {
    table,
    candidates: all.slice(0, 30),
    covered: all.slice(30),
    clusters: all.map((i) => i % 3),
    uniqueness: all.map(() => 0),
    groupOf: (row: number) => (row < 4 ? 0 : undefined),
  };

  test('keeps to candidates and budget, takes one of each group of copies, and is the same every time', () => {
    const rule = SelectionRule.parse({ budget: 20 });
    const { selected, idle } = selectByRule(rule, input);
    expect(new Set(indices(selected)).size).toBe(20);
    expect(indices(selected).every((row) => row < 30)).toBe(true);
    expect(indices(selected).filter((row) => row < 4).length).toBeLessThanOrEqual(1);
    expect(selected.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(idle).toEqual([]);
    expect(selectByRule(rule, input).selected).toEqual(selected);
  });

  test('shares the budget by weight, and goes by doubts and losses where they are known', () => {
    const doubts = Float64Array.from(all, (i) => (i < 10 ? NaN : i / 40));
    const losses = Float64Array.from(all, (i) => (i === 12 ? 1 : NaN));
    const mixture = [
      { strategy: 'hard' as const, weight: 1 },
      { strategy: 'uncertain' as const, weight: 3 },
    ];
    const { selected } = selectByRule({ budget: 4, mixture }, { ...input, doubts, losses });
    expect(indices(selected)).toEqual([12, 29, 28, 27]);
    expect(selected[0].reason).toMatch(/share of wrong answers is 1.000/);
  });

  test('says which strategies had nothing to go on, and gives their share to the others', () => {
    const mixture = [
      { strategy: 'uncertain' as const, weight: 9 },
      { strategy: 'representative' as const, weight: 1 },
    ];
    const { selected, idle } = selectByRule({ budget: 5, mixture }, input);
    expect(idle).toEqual(['uncertain']);
    expect(selected).toHaveLength(5);
  });

  test('what is labelled already keeps its neighbours from being diverse', () => {
    const line = vectorTable(Float32Array.of(0, 1, 9, 10, 0.5, 9.5), 1);
    const mixture = [{ strategy: 'diverse' as const, weight: 1 }];
    const near = { ...input, table: line, candidates: [0, 1, 2, 3], groupOf: () => undefined };
    const [first] = selectByRule({ budget: 1, mixture }, { ...near, covered: [5] }).selected;
    expect(first.index).toBe(0);
    const [other] = selectByRule({ budget: 1, mixture }, { ...near, covered: [4] }).selected;
    expect(other.index).toBe(3);
  });
});
