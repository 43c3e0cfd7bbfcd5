import { expect, test } from 'vitest';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';
import { SelectionRule } from '../../shared/curation/selection/selection-rule.ts';
import { compareImages } from './compare-images.ts';
import type { ComparedImage } from './compare-images.ts';

const limits = CurationThresholds.parse({});
const metrics = {
  width: 640,
  height: 480,
  area: 640 * 480,
  aspectRatio: 4 / 3,
  brightness: 0.5,
  contrast: 0.2,
  sharpness: 500,
  red: 0,
  green: 0,
  blue: 0,
  entropy: 7,
};

/** Image `i` of two clouds of directions, the even ones and the odd ones. */
function image(i: number, changes: Partial<ComparedImage> = {}): ComparedImage {
  const angle = (i % 2) + 0.004 * i;
  const hash = (i * 0x9e3779b9).toString(16).padStart(16, '0').slice(-16);
  return {
    path: `${i}.jpg`,
    sha256: `${i}`,
    phash: hash,
    dhash: hash,
    metrics,
    vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
    doubt: NaN,
    loss: NaN,
    state: 'waiting',
    imageClass: i % 2 === 0 ? 'cat' : 'dog',
    ...changes,
  };
}

const kindsOf = (images: ComparedImage[], rule = SelectionRule.parse({ budget: 30 })) => {
  const table = vectorTable(Float32Array.from(images.flatMap(({ vector }) => [...vector])), 2);
  const compared = compareImages(images, table, limits, rule);
  return { compared, kinds: compared.issues.map((list) => list.map(({ kind }) => kind)) };
};

test('labels, classes and splits of a project are judged, and are no reason against labelling', () => {
  const images = Array.from({ length: 30 }, (_, i) => image(i));
  images[8] = image(8, { imageClass: 'dog' });
  const tiny = { kind: 'tiny-label' as const, score: 4, threshold: 30, reason: 'It covers 4 px.' };
  images[3] = image(3, { labelIssues: [tiny] });
  images[20] = image(20, { split: 'train' });
  images[21] = image(21, { sha256: '20', split: 'test' });
  const { compared, kinds } = kindsOf(images);
  expect(kinds[8]).toContain('likely-wrong-label');
  expect(compared.issues[8][0].reason).toMatch(/neighbours are "cat", not "dog"/);
  expect(kinds[3]).toContain('tiny-label');
  expect(kinds.flatMap((list, i) => (list.includes('split-leak') ? [i] : []))).toEqual([20, 21]);
  expect(kinds.flatMap((list, i) => (list.includes('likely-wrong-label') ? [i] : []))).toEqual([8]);
  const chosen = compared.selected.map(({ index }) => index);
  expect(chosen).toContain(3);
  expect(chosen).toContain(8);
});
