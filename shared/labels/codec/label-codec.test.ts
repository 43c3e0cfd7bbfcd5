import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryContent } from '../../../test/support/arbitrary-labels.ts';
import { InvalidInput } from '../../errors.ts';
import { roundLabelContent } from '../round-label-content.ts';
import type { LabelContent } from '../label-document.ts';
import type { Shape } from '../shape.ts';
import { decodeLabelContent } from './decode-label-content.ts';
import { encodeLabelContent } from './encode-label-content.ts';

test('any document comes back in the precision in which labels are kept', () => {
  fc.assert(
    fc.property(arbitraryContent, (content) => {
      expect(decodeLabelContent(encodeLabelContent(content))).toEqual(roundLabelContent(content));
    }),
    { numRuns: 300 },
  );
});

test('what was rounded once is not moved again', () => {
  fc.assert(
    fc.property(arbitraryContent, (content) => {
      const once = roundLabelContent(content);
      expect(roundLabelContent(once)).toEqual(once);
    }),
  );
});

test('an empty document stays empty', () => {
  const empty = { objects: [], classifications: [] };
  expect(decodeLabelContent(encodeLabelContent(empty))).toEqual(empty);
});

test('damaged bytes are refused with a sentence, never read as something else', () => {
  const bytes = encodeLabelContent({ objects: [], classifications: [] });
  expect(() => decodeLabelContent(bytes.subarray(0, 4))).toThrow(/damaged/);
  expect(() => decodeLabelContent(new Uint8Array())).toThrow(/damaged/);
  const newer = bytes.slice();
  newer[0] = 99;
  expect(() => decodeLabelContent(newer)).toThrow(/version 99/);
});

const ring = (at: number): [number, number][] => [
  [at, at],
  [at + 8, at],
  [at + 8, at + 9.25],
];
const whole = encodeLabelContent({
  objects: [
    { type: 'box', x: 1, y: 2, width: 3, height: 4 } as const,
    { type: 'polygon', parts: [[ring(0), ring(2)]] } satisfies Shape,
    { type: 'mask', size: [3, 4], counts: '04' } satisfies Shape,
    { type: 'keypoints', points: [{ x: 1, y: 2, visibility: 2 }] } satisfies Shape,
  ].map((shape, i) => ({
    id: `object-${i}`,
    classId: 'car',
    shape,
    attributes: { colour: 'red', parts: ['door'] },
    source: 'manual',
    createdBy: 'ana',
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedBy: 'ben',
    updatedAt: `2026-01-02T03:04:0${i}.000Z`,
  })),
  classifications: [{ id: 'tag', classificationId: 'night', answers: {} }],
});
const readOrRefusal = (bytes: Uint8Array): unknown => {
  try {
    return decodeLabelContent(bytes);
  } catch (error) {
    return error;
  }
};

test('any flipped bit, and any lost end, is noticed', () => {
  const right = decodeLabelContent(whole);
  for (let at = 0; at < whole.length; at++) {
    expect(readOrRefusal(whole.subarray(0, at))).toBeInstanceOf(InvalidInput);
    for (let bit = 0; bit < 8; bit++) {
      const flipped = whole.slice();
      flipped[at] ^= 1 << bit;
      const read = readOrRefusal(flipped);
      // Some bits of a frame mean nothing.
      if (!(read instanceof InvalidInput)) expect(read).toEqual(right);
    }
  }
});

test('columns that contradict each other are refused with a sentence, however they are packed', () => {
  const body = zstdDecompressSync(whole.subarray(1));
  for (let at = 0; at < body.length; at++) {
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const changed = Uint8Array.from(body);
      changed[at] = value;
      const read = readOrRefusal(Uint8Array.from([1, ...zstdCompressSync(changed)]));
      if (read instanceof Error) expect(read).toBeInstanceOf(InvalidInput);
    }
  }
  const manyTexts = [0, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 0];
  expect(readOrRefusal(Uint8Array.from([1, ...zstdCompressSync(Uint8Array.from(manyTexts))]))).toMatchObject({
    message: expect.stringMatching(/damaged/) as string,
  });
});

test('documents written without a checksum are read as before', () => {
  const plain = zstdCompressSync(zstdDecompressSync(whole.subarray(1)));
  expect(decodeLabelContent(Uint8Array.from([1, ...plain]))).toEqual(decodeLabelContent(whole));
});

test('texts that begin with a byte order mark, and equal times in two spellings, come back as they were', () => {
  const object = (id: string, createdAt: string, updatedAt: string): LabelContent['objects'][number] => ({
    id,
    classId: '\ufeffcar',
    shape: { type: 'box', x: 0, y: 0, width: 1, height: 1 },
    attributes: { '\ufeffnote': 'köttbulle', kinds: ['a', 'b'] },
    source: 'manual',
    createdBy: 'ana',
    createdAt,
    updatedBy: 'ana',
    updatedAt,
  });
  const [usual, short] = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05Z'];
  const content = {
    objects: [
      object('\ufeffa', usual, usual),
      object('b', usual, usual),
      object('c', short, usual),
      object('d', usual, short),
      object('e', short, short),
    ],
    classifications: [],
  };
  const back = decodeLabelContent(encodeLabelContent(content));
  expect(back).toEqual(content);
  // Equal answers are objects of their own.
  back.objects[0].attributes.kinds = [];
  expect(back.objects[1].attributes.kinds).toEqual(['a', 'b']);
});
