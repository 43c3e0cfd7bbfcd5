import { describe, expect, test } from 'vitest';
import type { LabelObject } from '../../labels/label-object.ts';
import { CurationThresholds } from '../issues/curation-thresholds.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { classIssues } from './class-issues.ts';
import { labelIssues } from './label-issues.ts';
import { labelMetrics } from './label-metrics.ts';
import { splitLeaks } from './split-leaks.ts';

const limits = CurationThresholds.parse({});
const size = { width: 400, height: 200 };

function box(id: string, x: number, y: number, width: number, height: number, classId = 'car'): LabelObject {
  const at = '2026-01-01T00:00:00Z';
  return {
    id,
    classId,
    shape: { type: 'box', x, y, width, height },
    attributes: {},
    source: 'manual',
    createdBy: 'a',
    createdAt: at,
    updatedBy: 'a',
    updatedAt: at,
  };
}

describe('labelIssues', () => {
  test('finds cut off, tiny and double labels, and says which', () => {
    const objects = [
      box('whole', 50, 50, 60, 40),
      box('cut', 0, 20, 30, 30),
      box('tiny', 200, 100, 3, 3),
      box('twice', 52, 51, 60, 40),
      box('other class', 51, 50, 60, 40, 'person'),
    ];
    const found = labelIssues(objects, size, limits).map(({ kind, objectId }) => [objectId, kind]);
    expect(found).toEqual([
      ['cut', 'label-touches-border'],
      ['tiny', 'tiny-label'],
      ['twice', 'duplicate-label'],
    ]);
  });

  test('measures labels in the image', () => {
    expect(labelMetrics([box('a', 10, 20, 80, 40), box('b', 50, 30, 10, 10)], size)[0]).toEqual({
      objectId: 'a',
      relativeArea: 0.04,
      aspectRatio: 2,
      borderDistance: 10,
      crowding: 1,
    });
  });
});

describe('classIssues', () => {
  test('finds the label that its neighbours disagree with, and the one far from its class', () => {
    // two clouds on a line; number 5 is called by the wrong name, number 20 is far from everything
    const xs = Array.from({ length: 20 }, (_, i) =>
      i < 10 ? i * 0.1 + (i % 3) * 0.03 : 50 + i * 0.1 + (i % 3) * 0.03,
    );
    const names = xs.map((_, i) => (i < 10 ? 'cat' : 'dog'));
    names[5] = 'dog';
    const graph = neighbourGraph(vectorTable(Float32Array.from([...xs, 90]), 1), 6);
    const issues = classIssues(graph, [...names, 'dog'], limits);
    expect(issues[5].map(({ kind }) => kind)).toContain('likely-wrong-label');
    expect(issues[5][0].reason).toMatch(/6 of its 6 nearest neighbours are "cat", not "dog"/);
    expect(issues[20].map(({ kind }) => kind)).toEqual(['class-outlier']);
    expect(issues.flatMap((list, i) => (list.length > 0 ? [i] : []))).toEqual([5, 20]);
  });
});

test('splitLeaks names the other side of a leak', () => {
  const issues = splitLeaks(
    ['train', 'val', 'train', undefined],
    [
      [0, 1],
      [2, 3],
    ],
    (i) => `${i}.jpg`,
  );
  expect(issues.map((list) => list.length)).toEqual([1, 1, 0, 0]);
  expect(issues[0][0].reason).toBe('It is in "train", and the same picture is in "val" as 1.jpg.');
});
