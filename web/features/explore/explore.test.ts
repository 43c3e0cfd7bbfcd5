import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/curation/seeded-random.ts';
import { isPointInPolygon } from '../../../shared/geometry/is-point-in-polygon.ts';
import { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import { writeTable } from '../../../shared/tables/write-table.ts';
import { colorImages, GREY } from './color-images.ts';
import { cutHeight, dendrogramLayout } from './dendrogram-layout.ts';
import { drawMap, fitMap, zoomMap } from './draw-map.ts';
import { filterImages } from './filter-images.ts';
import type { PickedRows } from './filter-images.ts';
import { groupImages } from './group-images.ts';
import { countShown, histogram } from './histogram.ts';
import { countIssues, judgeImages } from './judge-images.ts';
import { lassoImages } from './lasso-images.ts';
import { imagesOf } from './load-images.ts';
import type { ExploredImages } from './load-images.ts';
import { NearestImages } from './nearest-images.ts';

const numbers = (...values: number[]) => Float64Array.from(values);
const IMAGES: ExploredImages = {
  count: 4,
  assetId: ['a', 'b', 'c', 'd'],
  taskId: ['ta', 'tb', 'tc', 'td'],
  key: ['a', 'b', 'c', 'd'],
  metrics: {
    brightness: numbers(0.1, 0.4, 0.6, 0.9),
    contrast: numbers(1, 1, 1, 1),
    sharpness: numbers(10, 20, 30, 40),
    entropy: numbers(1, 2, 3, 4),
    uniqueness: numbers(0, 0.1, 0.2, 0.3),
  },
  width: numbers(640, 640, 640, 4000),
  height: numbers(480, 480, 480, 480),
  cluster: Int32Array.of(0, 0, 1, 1),
  leaf: Int32Array.of(0, 1, 2, 3),
  x: numbers(0, 1, 2, 3),
  y: numbers(0, 1, 0, 1),
  medianArea: 640 * 480,
  issueList: Int32Array.of(1, 0, 2, 0),
  issueLists: [[], ['dark'], ['blurry', 'dark']],
  reasons: () => [],
  neighbours: () => Promise.resolve([]),
  nearest: () => Promise.reject(new Error('not asked for')),
  rank: Int32Array.of(-1, 1, -1, 0),
  rankReason: ['', '', '', ''],
};

test('filters hold together, and order by likeness or by proposal', () => {
  expect(filterImages(IMAGES, { ranges: {} })).toEqual([0, 1, 2, 3]);
  expect(filterImages(IMAGES, { ranges: { brightness: [0.3, 0.7] } })).toEqual([1, 2]);
  expect(filterImages(IMAGES, { ranges: { brightness: [0.3, 1] }, issue: 'dark' })).toEqual([2]);
  expect(filterImages(IMAGES, { ranges: {}, cluster: 1, lasso: new Set([0, 3]) })).toEqual([3]);
  expect(filterImages(IMAGES, { ranges: {}, similar: { title: 'b', rows: [1, 3, 0] }, cluster: 0 })).toEqual([
    1, 0,
  ]);
  expect(filterImages(IMAGES, { ranges: {}, isProposed: true })).toEqual([3, 1]);
});

test('a histogram counts every image once, and the shown ones among them', () => {
  const bars = histogram(IMAGES.metrics.brightness);
  const { from, to, all } = bars;
  const shown = countShown(bars, [1, 3]);
  expect([from, to]).toEqual([0.1, 0.9]);
  expect(all.reduce((a, b) => a + b)).toBe(4);
  expect([shown.reduce((a, b) => a + b), shown.at(-1)]).toEqual([2, 1]);
  expect(histogram(numbers(5, 5)).all[0]).toBe(2);
});

test('the map shows every image inside its frame, the shown ones in colour, and zooms around a place', () => {
  const [width, height] = [60, 40];
  const view = fitMap(IMAGES, width, height);
  const pixels = new Uint32Array(width * height);
  const colors = Uint32Array.of(1, 2, 3, 4);
  drawMap(pixels, width, height, IMAGES, Uint8Array.of(1, 0, 1, 1), colors, view, 2);
  const at = (row: number, seen = view) => {
    const px = Math.floor(IMAGES.x[row] * seen.scale + seen.left);
    const py = Math.floor(IMAGES.y[row] * seen.scale + seen.top);
    return pixels[py * width + px];
  };
  expect([at(0), at(2), at(3)]).toEqual([1, 3, 4]);
  expect(at(1) >>> 24).toBe(60);

  const [px, py] = [IMAGES.x[2] * view.scale + view.left, IMAGES.y[2] * view.scale + view.top];
  const near = zoomMap(view, 5, px, py);
  drawMap(pixels, width, height, IMAGES, Uint8Array.of(1, 0, 1, 1), colors, near, 2);
  expect(at(2, near)).toBe(3);
  expect(new Set(pixels)).toEqual(new Set([0, 3]));
});

/** The rows that were picked, in order. */
function rowsIn(picked: PickedRows | undefined, count = IMAGES.count): number[] | undefined {
  const rows = picked && Array.from({ length: count }, (_, row) => row).filter(picked.has);
  if (picked) expect(picked.size).toBe(rows?.length);
  return rows;
}

test('a lasso takes what it goes around, holes and all, and a click takes nothing', () => {
  const view = { scale: 10, left: 0, top: 0 };
  const lasso = (...ring: [number, number][]) => rowsIn(lassoImages(IMAGES, ring, view, 60, 40));
  expect(lasso([-5, -5], [15, -5], [15, 15], [-5, 15])).toEqual([0, 1]);
  expect(lasso([3, 3], [3, 4])).toBeUndefined();
  const random = seededRandom(3);
  const count = 500;
  const points = {
    count,
    x: Float64Array.from({ length: count }, () => Math.floor(random() * 60) + 0.5),
    y: Float64Array.from({ length: count }, () => Math.floor(random() * 40) + 0.5),
  };
  const star = Array.from({ length: 5 }, (_, i): [number, number] => [
    30 + 19.3 * Math.cos((i * 4 * Math.PI) / 5),
    20 + 19.3 * Math.sin((i * 4 * Math.PI) / 5),
  ]);
  const slow = Array.from({ length: count }, (_, i) => i).filter((i) =>
    isPointInPolygon([points.x[i], points.y[i]], { parts: [[star]] }),
  );
  expect(slow.length).toBeGreaterThan(20);
  expect(rowsIn(lassoImages(points, star, { scale: 1, left: 0, top: 0 }, 60, 40), points.count)).toEqual(
    slow,
  );
});

test('other thresholds judge the images again and leave what they do not decide', () => {
  const known = {
    ...IMAGES,
    issueList: Int32Array.of(1, 2, 0, 0),
    issueLists: [[], ['dark'], ['near-duplicate']],
    reasons: (row: number) => [['x'], ['y'], [], []][row],
  };
  const issuesOf = ({ issueList, issueLists }: Pick<ExploredImages, 'issueList' | 'issueLists'>) =>
    Array.from(issueList, (place) => issueLists[place]);
  const none = judgeImages(
    known,
    CurationThresholds.parse({ dark: 0, sharpness: 0, entropy: 0, aspect: 99 }),
  );
  expect(issuesOf(none)).toEqual([[], ['near-duplicate'], [], []]);
  const strict = judgeImages(known, CurationThresholds.parse({ dark: 0.5, sharpness: 0, entropy: 0 }));
  expect(issuesOf(strict)).toEqual([['dark'], ['dark', 'near-duplicate'], [], ['odd-aspect']]);
  expect(strict.reasons(1)).toEqual([expect.stringContaining('40.0 %'), 'y']);
  expect(countIssues(strict)).toEqual([
    ['dark', 2],
    ['near-duplicate', 1],
    ['odd-aspect', 1],
  ]);
});

test('images are grouped by a cut through the tree or by a radius', () => {
  const merges = [
    { first: 0, second: 1, distance: 1, size: 2 },
    { first: 2, second: 3, distance: 2, size: 2 },
    { first: 4, second: 5, distance: 9, size: 4 },
  ];
  const overview = {
    merges,
    leafSizes: [1, 1, 1, 1],
    choices: [],
    bestSilhouette: 2,
    elbow: 2,
    kDistances: [0.1],
    minPoints: 2,
    radius: 0.1,
  };
  expect(groupImages(IMAGES, { by: 'tree', clusters: 2 }, overview)).toEqual({
    labels: Int32Array.of(0, 0, 1, 1),
    groups: [
      { label: 0, size: 2 },
      { label: 1, size: 2 },
    ],
    alone: 0,
  });
  const rows = [3, 2, 1, 0];
  const nearest = new NearestImages(
    Int32Array.of(0, 3, 6, 9, 12),
    Int32Array.from(rows.toReversed().flatMap((row) => rows.filter((other) => other !== row))),
    Float64Array.from({ length: 12 }, (_, at) => 0.1 * (1 + (at % 3))),
  );
  const byDensity = (radius: number) => groupImages(IMAGES, { by: 'density', radius }, overview, nearest);
  expect(byDensity(0.05)).toMatchObject({ groups: [], alone: 4 });
  expect(byDensity(0.1).groups).toEqual([{ label: 0, size: 4 }]);
  expect(cutHeight(merges, 2)).toBe(5.5);
  // Nothing crosses: the arms of a merge start where its parts are.
  expect(dendrogramLayout(merges).at(-1)).toEqual({
    left: 0.5,
    leftFrom: 1,
    right: 2.5,
    rightFrom: 2,
    distance: 9,
  });
});

test('colours follow groups, marks and metrics', () => {
  const byGroup = colorImages(IMAGES, 'group');
  expect([byGroup[0] === byGroup[1], byGroup[1] === byGroup[2]]).toEqual([true, false]);
  const byIssue = colorImages(IMAGES, 'issue');
  expect(byIssue[1]).toBe(GREY);
  expect(byIssue[0]).toBe(byIssue[2]);
  expect(new Set(colorImages(IMAGES, 'brightness')).size).toBe(4);
});

test('images come from a table with their issues in shared lists, and their neighbours when asked for', async () => {
  const zeros = { kind: 'number' as const, values: [0, 0, 0] };
  const texts = (...values: string[]) => ({ kind: 'text' as const, values });
  const images = await imagesOf(
    writeTable({
      issues: texts('dark blurry', '', 'dark blurry'),
      issue_reasons: texts('Too dark.\nNot sharp.', '', 'Dark.\nBlurred.'),
      neighbours: texts('2', '', '0 1'),
      neighbour_distances: texts('0.25', '', '0.25 0.5'),
      width: { kind: 'number', values: [2, 4, 6] },
      height: { kind: 'number', values: [1, 1, 1] },
      x: zeros,
    }),
  );
  expect(images.count).toBe(3);
  expect(images.medianArea).toBe(4);
  expect(images.issueLists).toEqual([['dark', 'blurry'], []]);
  expect([...images.issueList]).toEqual([0, 1, 0]);
  expect(images.reasons(2)).toEqual(['Dark.', 'Blurred.']);
  expect(images.reasons(1)).toEqual([]);
  expect(await images.neighbours(2)).toEqual([0, 1]);
  expect(await images.neighbours(1)).toEqual([]);
  const nearest = await images.nearest();
  expect(nearest.of(2)).toEqual({ ids: Int32Array.of(0, 1), distances: Float64Array.of(0.25, 0.5) });
  expect(nearest.of(1).ids).toHaveLength(0);
});
