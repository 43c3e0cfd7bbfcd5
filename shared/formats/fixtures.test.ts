import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rleArea, rleBox } from '../geometry/rle-operations.ts';
import { rotatedBoxCorners } from '../geometry/rotated-box-corners.ts';
import type { ExchangeItem, ExchangeObject } from './exchange-item.ts';
import type { FormatName } from './format.ts';
import { FORMATS } from './formats.ts';
import { countsOf, maskPixels } from './mask-shape.ts';
import { memorySource } from './memory-source.ts';
import { parseDataset } from './parse-dataset.ts';
import { detectFormat } from './detect-format.ts';

const root = new URL('../../../shared/fixtures/formats', import.meta.url).pathname;
const NAMES: Record<string, FormatName> = { 'datumaro-json': 'datumaro', 'roboflow-csv': 'csv' };

interface Expected {
  counts: {
    images?: number;
    objects?: number;
    objects_by_class?: Record<string, number>;
    objects_by_shape?: Record<string, number>;
  };
  complete: boolean;
  images?: ExpectedImage[];
  expected_diagnostics: string[];
  main_file?: string;
}
interface ExpectedImage {
  image: string | null;
  width: number | null;
  height: number | null;
  subset?: string;
  objects: ExpectedObject[];
  objects_total?: number;
}
interface ExpectedObject {
  class: string;
  shape: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  geometry: any;
}

/** Where our reading differs from the list on purpose, each with its reason. */
const KNOWN: Record<
  string,
  { objects?: number; shapes?: Record<string, number>; classes?: Record<string, number> }
> = {
  // A box of negative size cannot be held and is left out with a problem.
  'coco/own-bad-references': { objects: 4, shapes: { box: 4 }, classes: { cat: 1, dog: 3 } },
};

/** Where we tell more than the list asks for: a shape without a label, several annotators of one image. */
const TELLS_MORE = new Set([
  'cvat/datumaro-task-images',
  'cvat/datumaro-video-tracks',
  'cityscapes/own-polygons',
  'label-studio/evalme-three-annotators',
]);

function cases(): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((format) =>
    statSync(join(root, format)).isDirectory()
      ? readdirSync(join(root, format)).map((name) => `${format}/${name}`)
      : [],
  );
}

function load(folder: string, main?: string) {
  const files: Record<string, Uint8Array> = {};
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) walk(path);
      else files[relative(folder, path)] = readFileSync(path);
    }
  };
  walk(folder);
  return memorySource(files, main);
}

function shapeName(object: ExchangeObject): string {
  const names: Record<string, string> = { rotatedBox: 'rotated-box', cuboid2d: 'cuboid' };
  return names[object.shape.type] ?? object.shape.type;
}

function close(a: number, b: number, what: string): void {
  expect(Math.abs(a - b), `${what}: ${a} against ${b}`).toBeLessThanOrEqual(0.0101);
}

function comparePoints(actual: number[][], expected: number[][], what: string): void {
  const last = expected.at(-1);
  const open =
    last && expected.length > 3 && last[0] === expected[0][0] && last[1] === expected[0][1]
      ? expected.slice(0, -1)
      : expected;
  expect(actual.length, `${what}: points`).toBe(open.length);
  open.forEach((point, i) => {
    close(actual[i][0], point[0], what);
    close(actual[i][1], point[1], what);
  });
}

function compareObject(
  object: ExchangeObject,
  expected: ExpectedObject,
  item: ExchangeItem,
  what: string,
): void {
  const { shape } = object;
  const g = expected.geometry;
  expect(object.class, what).toBe(expected.class);
  if (expected.shape === 'rotated-box' && g.cx === undefined) {
    const corners =
      shape.type === 'rotatedBox'
        ? rotatedBoxCorners(shape)
        : shape.type === 'polygon'
          ? shape.parts[0][0]
          : [];
    return comparePoints(corners, g.corners, what);
  }
  expect(shapeName(object), what).toBe(expected.shape);
  if (shape.type === 'box') {
    const scaleX = g.x_fraction === undefined ? 1 : (item.width ?? NaN);
    const scaleY = g.x_fraction === undefined ? 1 : (item.height ?? NaN);
    close(shape.x, (g.x ?? g.x_fraction) * scaleX, what);
    close(shape.y, (g.y ?? g.y_fraction) * scaleY, what);
    close(shape.width, (g.w ?? g.w_fraction) * scaleX, what);
    close(shape.height, (g.h ?? g.h_fraction) * scaleY, what);
  } else if (shape.type === 'rotatedBox') {
    comparePoints(rotatedBoxCorners(shape), g.corners, what);
    close(shape.cx, g.cx, what);
    close(shape.width, g.w, what);
  } else if (shape.type === 'polygon') {
    expect(shape.parts.length, what).toBe(g.parts.length);
    shape.parts.forEach((part, p) => part.forEach((ring, r) => comparePoints(ring, g.parts[p][r], what)));
  } else if (shape.type === 'polyline') comparePoints(shape.points, g.points, what);
  else if (shape.type === 'keypoints') {
    comparePoints(
      shape.points.map((p) => [p.x, p.y]),
      g.points.map((p: { x: number; y: number }) => [p.x, p.y]),
      what,
    );
    expect(
      shape.points.map((p) => p.visibility),
      what,
    ).toEqual(g.points.map((p: { v: number }) => p.v));
  } else if (shape.type === 'ellipse') {
    for (const key of ['cx', 'cy', 'rx', 'ry'] as const) close(shape[key], g[key], what);
    close(((shape.angle % 360) + 360) % 360, g.angle_deg_cw, what);
  } else if (shape.type === 'mask') {
    expect(shape.size, what).toEqual(g.size_hw);
    const counts = countsOf(shape);
    expect(rleArea(counts), what).toBe(g.area);
    const box = rleBox(counts, shape.size[0]);
    expect([box.x, box.y, box.width, box.height], what).toEqual([g.bbox.x, g.bbox.y, g.bbox.w, g.bbox.h]);
    expect(createHash('sha256').update(maskPixels(shape)).digest('hex'), what).toBe(g.sha256_rowmajor_u8);
  } else if (shape.type === 'cuboid2d') {
    comparePoints(
      [...shape.front, ...shape.back],
      [
        [g.xtl1, g.ytl1],
        [g.xtr1, g.ytr1],
        [g.xbr1, g.ybr1],
        [g.xbl1, g.ybl1],
        [g.xtl2, g.ytl2],
        [g.xtr2, g.ytr2],
        [g.xbr2, g.ybr2],
        [g.xbl2, g.ybl2],
      ],
      what,
    );
  }
}

function tally<T>(items: T[], of: (item: T) => string): Record<string, number> {
  const result: Record<string, number> = {};
  for (const item of items) result[of(item)] = (result[of(item)] ?? 0) + 1;
  return result;
}

describe.skipIf(!existsSync(root))('real files (skipped without ../shared/fixtures)', () => {
  it.each(cases())('%s', async (name) => {
    const [folder] = name.split('/');
    const format = FORMATS[NAMES[folder] ?? (folder as FormatName)];
    const expected = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Expected;
    expect(format, `${folder} is a known format`).toBeDefined();
    if (!format) return;
    const source = load(join(root, name), expected.main_file);
    // Mistaken files have no format of their own to be detected by.
    if (name !== 'voc/own-hostile-xml') expect((await detectFormat(source)).best?.name).toBe(format.name);
    const parsed = parseDataset(format, source);
    const items: ExchangeItem[] = [];
    for await (const item of parsed.items) items.push(item);
    const objects = items.flatMap((item) => item.objects);
    const tags = items.flatMap((item) => item.classifications);
    const problems = parsed.problems.report();
    const told = problems.map((p) => `${p.file} ${p.where}: ${p.reason}`).join('\n');

    const known = KNOWN[name] ?? {};
    if (expected.counts.images !== undefined) expect(items.length, told).toBe(expected.counts.images);
    if (expected.counts.objects !== undefined)
      expect(objects.length + tags.length, told).toBe(known.objects ?? expected.counts.objects);
    if (expected.counts.objects_by_class && folder !== 'label-studio') {
      expect(
        { ...tally([...objects.map((o) => o.class), ...tags.map((t) => t.name)], (one) => one) },
        told,
      ).toEqual(known.classes ?? expected.counts.objects_by_class);
    }
    const isQuads = expected.images?.some((image) =>
      image.objects.some((o) => o.shape === 'rotated-box' && o.geometry.cx === undefined),
    );
    if (expected.counts.objects_by_shape && !isQuads) {
      expect(tally([...objects.map(shapeName), ...tags.map(() => 'classification')], (one) => one)).toEqual(
        known.shapes ?? expected.counts.objects_by_shape,
      );
    }
    if (expected.expected_diagnostics.length > 0) expect(told).not.toBe('');
    else if (!TELLS_MORE.has(name)) expect(told).toBe('');

    for (const image of expected.images ?? []) {
      const base = image.image?.split('/').at(-1) ?? '';
      const item = items.find(
        (one) =>
          image.image === null || one.key.endsWith(base) || one.key.replace(/\.\w+$/, '').endsWith(base),
      );
      expect(item, `${name}: ${image.image}`).toBeDefined();
      if (!item) continue;
      if (image.width !== null) expect([item.width, item.height], base).toEqual([image.width, image.height]);
      if (image.subset !== undefined) expect(item.split, base).toBe(image.subset);
      const shapes = image.objects.filter(
        (one) =>
          one.shape !== 'classification' &&
          // Fractions of an image that is not here cannot be placed; that is told instead.
          !(one.geometry.x_fraction !== undefined && item.width === undefined) &&
          !(KNOWN[name] && one.geometry.w < 0),
      );
      if (image.objects_total === undefined && expected.complete) {
        expect(item.objects.length, base).toBe(shapes.length);
        expect(item.classifications.length, base).toBe(
          image.objects.length - shapes.length - (KNOWN[name] ? 1 : 0),
        );
      }
      shapes.forEach((one, at) =>
        compareObject(item.objects[at], one, item, `${name} ${base} object ${at + 1}`),
      );
    }
  });
});
