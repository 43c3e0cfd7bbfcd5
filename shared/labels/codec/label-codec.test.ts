import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryContent } from '../../../test/support/arbitrary-labels.ts';
import { roundLabelContent } from '../round-label-content.ts';
import type { LabelContent } from '../label-document.ts';
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
