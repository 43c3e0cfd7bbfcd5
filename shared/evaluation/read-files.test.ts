import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IouType } from './coco-parameters.ts';
import { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';

const truth = {
  images: [{ id: 1, width: 10, height: 8, file_name: 'a.jpg' }],
  categories: [{ id: 3, name: 'cat' }],
  annotations: [{ id: 1, image_id: 1, category_id: 3, bbox: [0, 0, 4, 4], area: 16, iscrowd: 0 }],
};

const readTruth = (content: unknown, type: IouType = 'bbox') =>
  readGroundTruth(
    memorySource('gt.json', typeof content === 'string' ? content : JSON.stringify(content)),
    type,
  );

/** Three good lines and then one of one's own, so that the message must say line 5. */
function readFound(last: string, type: IouType = 'bbox') {
  const good = '{"image_id":1,"category_id":3,"bbox":[0,0,4,4],"score":0.5}';
  const lines = ['[', `${good},`, `${good},`, `${good},`, last, ']'];
  return readDetections(memorySource('dt.json', lines.join('\n')), readTruth(truth), type);
}

describe('a wrong detection file', () => {
  const cases: [string, string, RegExp][] = [
    [
      'an unknown image',
      '{"image_id":9,"category_id":3,"bbox":[0,0,4,4],"score":0.5}',
      /line 5.*image_id 9 is not in/,
    ],
    [
      'an image id as text',
      '{"image_id":"1","category_id":3,"bbox":[0,0,4,4],"score":0.5}',
      /line 5.*image_id "1" is not in/,
    ],
    ['no image', '{"category_id":3,"bbox":[0,0,4,4],"score":0.5}', /line 5.*image_id is missing/],
    ['no score', '{"image_id":1,"category_id":3,"bbox":[0,0,4,4]}', /line 5.*score is missing/],
    ['a score of NaN', '{"image_id":1,"category_id":3,"bbox":[0,0,4,4],"score":NaN}', /line 5.*score is NaN/],
    [
      'a score of null',
      '{"image_id":1,"category_id":3,"bbox":[0,0,4,4],"score":null}',
      /line 5.*score is NaN/,
    ],
    [
      'an endless score',
      '{"image_id":1,"category_id":3,"bbox":[0,0,4,4],"score":-Infinity}',
      /line 5.*score is -Infinity/,
    ],
    ['a box of NaN', '{"image_id":1,"category_id":3,"bbox":[0,NaN,4,4],"score":1}', /line 5.*box holds NaN/],
    ['a box of three', '{"image_id":1,"category_id":3,"bbox":[0,4,4],"score":1}', /line 5.*box of 3 numbers/],
    ['no box', '{"image_id":1,"category_id":3,"score":1}', /line 5.*bbox is missing/],
    ['no class', '{"image_id":1,"bbox":[0,0,4,4],"score":1}', /line 5.*category_id is missing/],
    ['a missing comma', '{"image_id":1 "category_id":3}', /line 5, column 15.*malformed JSON/],
    ['a trailing comma', '{"image_id":1,}', /line 5.*malformed JSON: a comma before/],
    ['a word', 'nothing', /line 5, column 1.*malformed JSON/],
    ['a cut string', '{"image', /malformed JSON: (the file ends inside|a control)/],
    ['half a number', '{"image_id":1.}', /line 5.*malformed JSON/],
  ];
  for (const [name, line, message] of cases) {
    it(`with ${name} is refused, and the message names the line`, () => {
      expect(() => readFound(line)).toThrow(message);
    });
  }

  it('with a mask of another size than its image is refused', () => {
    const mask = (segmentation: unknown): string =>
      JSON.stringify([{ image_id: 1, category_id: 3, score: 1, segmentation }]);
    const read = (segmentation: unknown) =>
      readDetections(memorySource('dt.json', mask(segmentation)), readTruth(truth), 'segm');
    const withMask = { ...truth, annotations: [] };
    expect(() => readTruth(withMask, 'segm')).not.toThrow();
    expect(() => read({ size: [8, 9], counts: [72] })).toThrow(
      /line 1.*wrong size: 8 × 9, but its image is 8 × 10/,
    );
    expect(() => read({ size: [8, 10], counts: [40, 4] })).toThrow(/wrong size: its counts add up to 44/);
    expect(() => read({ size: [8, 10], counts: '`' })).toThrow(/RLE string that cannot be decoded/);
    expect(() => read({ size: [8, 10], counts: [40.5, 39.5] })).toThrow(/not a whole number/);
    expect(() => read([[1, 2, 3, 4, 5]])).toThrow(/polygon of 5 numbers/);
    expect(read({ size: [8, 10], counts: [40, 4, 36] }).columns.area[0]).toBe(4);
  });

  it('of another kind of document is refused', () => {
    expect(() => readDetections(memorySource('dt.json', '{"a":1}'), readTruth(truth), 'bbox')).toThrow(
      /a list/,
    );
    expect(() => readDetections(memorySource('dt.json', '7'), readTruth(truth), 'bbox')).toThrow(/a list/);
    expect(() => readDetections(memorySource('dt.json', '[] x'), readTruth(truth), 'bbox')).toThrow(
      /behind the end/,
    );
  });
});

it.each(['bbox', 'segm'] as const)('refuses a polygon whose sides would be walked for ever: %s', (type) => {
  const far = { ...truth.annotations[0], segmentation: [[0, 0, 1e300, 0, 1e300, 5, 0, 5]] };
  const read = () => readTruth({ ...truth, annotations: [truth.annotations[0], far] }, type);
  if (type === 'bbox') expect(read().annotations.count).toBe(2);
  else {
    far.segmentation[0][2] = far.segmentation[0][4] = 2e6;
    const near = { ...truth.annotations[0], segmentation: [[0, 0, 4, 0, 4, 4, 0, 4]] };
    expect(() => readTruth({ ...truth, annotations: [near, far] }, type)).toThrow(
      /a polygon with a point more than 1000000 pixels away/,
    );
  }
});

describe('what is odd but allowed', () => {
  it('is noted once with its first place and how often it occurs', () => {
    const unknown = '{"image_id":1,"category_id":77,"bbox":[0,0,4,4],"score":0.5}';
    const { notes, columns } = readFound(`${unknown},\n${unknown}`);
    expect(notes).toMatchObject([{ reason: 'detection of unknown category 77 is left out', count: 2 }]);
    expect([...columns.ordinal.subarray(0, columns.count)]).toEqual([0, 1, 2]);
    expect(readFound('{"image_id":1,"category_id":3,"bbox":[0,0,-4,4],"score":0.5}').notes).toMatchObject([
      { reason: 'detection with a box of negative size', count: 1 },
    ]);
  });

  it('goes for annotations on unknown images and of unknown classes', () => {
    const [one] = truth.annotations;
    const { notes, annotations } = readTruth({
      ...truth,
      annotations: [{ ...one, image_id: 5 }, one, { ...one, category_id: 8 }],
    });
    expect(notes.map((note) => note.reason)).toEqual([
      'annotation of an unknown image 5 is left out',
      'annotation of an unknown category 8 is left out',
    ]);
    expect(annotations.count).toBe(1);
  });
});

describe('a wrong ground truth file', () => {
  it('says what is missing', () => {
    expect(() => readTruth('[]')).toThrow(
      /gt\.json, line 1, column 1: a COCO ground truth file is an object/,
    );
    expect(() => readTruth({ ...truth, images: [] })).toThrow(/no images/);
    expect(() => readTruth({ ...truth, categories: undefined })).toThrow(/no classes/);
    expect(() => readTruth({ ...truth, annotations: undefined })).toThrow(/"annotations" is missing/);
    expect(() => readTruth({ ...truth, images: [{ width: 3 }] })).toThrow(/an image without id/);
    expect(() => readTruth(truth, 'segm')).toThrow(/segmentation is missing/);
    expect(() => readTruth(truth, 'keypoints')).toThrow(/keypoints are missing/);
  });
});

describe('the JSON reader', () => {
  const json = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
  );

  it('reads every number to the bit, also when the buffer cuts it', () => {
    fc.assert(
      fc.property(fc.array(json), fc.integer({ min: 16, max: 40 }), (numbers, chunk) => {
        const reader = new JsonReader(memorySource('x', JSON.stringify(numbers)), chunk);
        const read: number[] = [];
        reader.openArray();
        while (reader.hasNext()) read.push(reader.readNumber());
        reader.finish();
        expect(read).toEqual(numbers.map((value) => (value === 0 ? 0 : value)));
      }),
    );
  });

  it('finds wanted keys among others and skips what stands under those', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 16, max: 64 }),
        (others, chunk) => {
          const text = JSON.stringify({ first: 1, ...others, text: 'ä"\\' }, undefined, 1);
          const wanted = 'first' in others || 'text' in others ? undefined : { number: 1, text: 'ä"\\' };
          const reader = new JsonReader(memorySource('x', text), chunk);
          const keys = keyTable(['first', 'text']);
          const found: { number?: number; text?: string } = {};
          reader.openObject();
          for (let key = reader.nextKey(keys); key !== -1; key = reader.nextKey(keys)) {
            if (key === 0 && wanted !== undefined) found.number = reader.readNumber();
            else if (key === 1 && wanted !== undefined) found.text = reader.readString();
            else reader.skipValue();
          }
          reader.finish();
          if (wanted !== undefined) expect(found).toEqual(wanted);
        },
      ),
    );
  });

  it('takes a byte order mark and Python’s NaN', () => {
    const reader = new JsonReader(memorySource('x', '\uFEFF [NaN, -Infinity, Infinity, 1e3]'));
    const read: number[] = [];
    reader.openArray();
    while (reader.hasNext()) read.push(reader.readNumber());
    expect(read).toEqual([NaN, -Infinity, Infinity, 1000]);
  });
});

it('notes that there is nothing to find', () => {
  expect(readTruth({ ...truth, annotations: [] }).notes).toMatchObject([
    { reason: 'no annotations: AP and AR are -1', count: 1 },
  ]);
});

it('refuses ids that numbers cannot hold, and notes repeated ones', () => {
  const big = JSON.stringify(truth).replace('"id":1,"width"', '"id":9007199254740993,"width"');
  expect(() => readTruth(big)).toThrow(/line 1.*an image with an id above 2\^53/);
  const twice = {
    ...truth,
    images: [...truth.images, ...truth.images],
    categories: [...truth.categories, ...truth.categories],
  };
  expect(readTruth(twice).notes.map(({ reason }) => reason)).toEqual([
    'image with the id of an earlier one: the last counts',
    'category with the id of an earlier one: the last counts',
  ]);
});
