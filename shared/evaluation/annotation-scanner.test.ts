import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import { rasterizePolygon } from '../geometry/rasterize-polygon.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import { AnnotationScanner, SCAN } from './annotation-scanner.ts';
import type { IouType } from './coco-parameters.ts';
import { JsonReader } from './json-reader.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';

const [WIDTH, HEIGHT] = [37, 23];
const TOP = {
  images: [5, 3, 8].map((id) => ({ id, width: WIDTH, height: HEIGHT })),
  categories: [{ id: 2 }, { id: 1 }],
};

/** A key given twice makes the scan stop, so each object is read by `AnnotationReader` instead. */
const slowly = (text: string): string => text.replaceAll(/"image_id": ?\d/g, '$&,$&');

function rowsOf(columns: AnnotationColumns): unknown[] {
  const { masks } = columns;
  return Array.from({ length: columns.count }, (_, row) => ({
    ordinal: columns.ordinal[row],
    image: columns.image[row],
    category: columns.category[row],
    area: columns.area[row],
    box: [...columns.box.subarray(4 * row, 4 * row + 4)],
    score: columns.score[row],
    flags: [columns.isCrowd[row], columns.isGroup[row], columns.isIgnored[row]],
    mask: masks && {
      runs: [...masks.pool.subarray(masks.start[row], masks.end[row])],
      area: masks.area[row],
      bounds: [...masks.bounds.subarray(4 * row, 4 * row + 4)],
      size: [masks.height[row], masks.width[row]],
    },
  }));
}

const decimal = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.double({ min: 0, max: 40, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const box = fc.tuple(decimal, decimal, decimal, decimal);
/** Far beyond the image, on its border, on half pixels, and repeated: what rounding could get wrong. */
const coordinate = fc.oneof(
  fc.double({ min: -60, max: 100, noNaN: true }),
  fc.integer({ min: -10, max: 50 }),
  fc.integer({ min: -20, max: 100 }).map((v) => v / 2),
  fc.integer({ min: -100, max: 500 }).map((v) => v / 10),
);
const ring = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 40 })
  .map((points) => points.flat());
const rle = fc.array(fc.boolean(), { minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT }).map((pixels) => {
  const counts = [0];
  let last = false;
  for (const pixel of pixels) {
    if (pixel !== last) counts.push(0);
    counts[counts.length - 1]++;
    last = pixel;
  }
  return { size: [HEIGHT, WIDTH], counts: encodeRleCounts(counts) };
});
const object = {
  image_id: fc.constantFrom(5, 3, 8),
  category_id: fc.constantFrom(1, 2),
  bbox: box,
};
const truth = fc.record(
  {
    ...object,
    iscrowd: fc.constantFrom(0, 1),
    isgroupof: fc.boolean(),
    area: decimal,
    id: fc.integer(),
    other: fc.jsonValue(),
    segmentation: fc.oneof(fc.array(ring, { minLength: 1, maxLength: 3 }), rle),
  },
  { requiredKeys: ['image_id', 'category_id', 'bbox', 'segmentation'] },
);
const found = fc.record(
  {
    ...object,
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    segmentation: rle,
    attributes: fc.jsonValue(),
  },
  { requiredKeys: ['image_id', 'category_id', 'bbox', 'score', 'segmentation'] },
);
const spacing = fc.constantFrom(0, 1);

describe('what is scanned', () => {
  for (const iouType of ['bbox', 'segm'] as IouType[]) {
    it(`is what the reader in TypeScript reads: ${iouType}`, () => {
      fc.assert(
        fc.property(
          fc.array(truth, { maxLength: 8 }),
          fc.array(found, { maxLength: 8 }),
          fc.boolean(),
          spacing,
          (annotations, detections, hasBoxes, indent) => {
            const text = JSON.stringify({ ...TOP, annotations }, undefined, indent);
            const list = JSON.stringify(
              hasBoxes ? detections : detections.map((one) => ({ ...one, bbox: undefined })),
              undefined,
              indent,
            );
            const read = (truths: string, results: string) => {
              const groundTruth = readGroundTruth(memorySource('gt.json', truths), iouType);
              const { columns } = readDetections(memorySource('dt.json', results), groundTruth, iouType);
              return [rowsOf(groundTruth.annotations), rowsOf(columns)];
            };
            expect(read(text, list)).toEqual(read(slowly(text), slowly(list)));
          },
        ),
      );
    });
  }

  it('covers files of many chunks, with an odd object now and then', () => {
    const annotations = Array.from({ length: 30_000 }, (_, i) => ({
      image_id: [5, 3, 8][i % 3],
      category_id: 1 + (i % 2),
      bbox: [i % 7, 0.25 * (i % 5), 3, 4.5],
      ...(i % 501 === 0 ? { iscrowd: null } : {}),
    }));
    const source = memorySource('gt.json', JSON.stringify({ annotations, ...TOP }));
    const { columns } = { columns: readGroundTruth(source, 'bbox').annotations };
    expect(columns.count).toBe(30_000);
    const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
    expect([...columns.image.subarray(0, 4)]).toEqual([1, 0, 2, 1]);
    expect(sum(columns.ordinal.subarray(0, 30_000))).toBe((29_999 * 30_000) / 2);
    expect(columns.area.subarray(0, 30_000).every((area) => area === 13.5)).toBe(true);
  });
});

it('is what reads a compressed mask; nothing falls back to the slow reader', () => {
  const scanner = new AnnotationScanner(true, 1, 1);
  const counts = encodeRleCounts([40, 5, 20, 6, 18, 7, WIDTH * HEIGHT - 96]);
  const one = { image_id: 3, category_id: 1, score: 0.5, segmentation: { size: [HEIGHT, WIDTH], counts } };
  scanner.addImage(3, 0, HEIGHT, WIDTH);
  scanner.addCategory(1, 0);
  const reader = new JsonReader(memorySource('dt.json', JSON.stringify([one])), scanner.input);
  reader.openArray();
  expect(reader.hasNext()).toBe(true);
  expect(scanner.scan(reader, SCAN.masks | SCAN.areaOfMask)).toBe(1);
});

describe('a scanned number', () => {
  const scanner = new AnnotationScanner(false);

  it('is the double nearest to what is written', () => {
    const texts = fc.oneof(
      fc.double({ noNaN: true, min: 1e-30, max: 1e20 }).map(String),
      fc.double({ noNaN: true, min: 0, max: 1 }).map(String),
      fc
        .tuple(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999_999n }), fc.integer({ min: -40, max: 22 }))
        .map(([mantissa, exponent]) => `${mantissa}e${exponent}`),
      fc.tuple(fc.nat(), fc.stringMatching(/^[0-9]{1,12}$/)).map(([whole, rest]) => `-${whole}.${rest}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const value = scanner.parseNumber(text);
        if (!Number.isNaN(value)) expect(value).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is divided only by powers of ten that are exact', () => {
    for (let digit = 1; digit <= 9; digit++) {
      for (const decimals of [20, 21, 22, 23, 24, 25]) {
        const text = `0.${'0'.repeat(decimals - 1)}${digit}`;
        const value = scanner.parseNumber(text);
        if (!Number.isNaN(value)) expect(value, text).toBe(Number(text));
      }
    }
  });

  it('is found for all that Python and JavaScript write between 1e-40 and 1', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-40, max: 1 }), (value) => {
        expect(scanner.parseNumber(String(value))).toBe(value);
      }),
    );
  });

  it('stops the scan when it is none', () => {
    for (const text of ['', '-', '.5', '1.', '1e', '1e+', 'NaN', 'Infinity', '12345678901234567890123']) {
      expect(scanner.parseNumber(text)).toBeNaN();
    }
  });
});

it('fills a polygon far larger than its image as the walk over every point does', () => {
  const wide = [-5000.3, -77.1, 9000.2, 12.4, 4000.9, 8000.5, -300, 60.5];
  const text = JSON.stringify({
    ...TOP,
    annotations: [{ image_id: 3, category_id: 1, segmentation: [wide], bbox: [0, 0, 1, 1] }],
  });
  const { masks } = readGroundTruth(memorySource('gt.json', text), 'segm').annotations;
  const counts = rasterizePolygon(wide, HEIGHT, WIDTH);
  expect(masks?.area[0]).toBe(counts.filter((_, i) => i % 2 === 1).reduce((a, b) => a + b, 0));
});
