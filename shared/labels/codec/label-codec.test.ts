import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryContent } from '../../../test/support/arbitrary-labels.ts';
import { roundLabelContent } from '../round-label-content.ts';
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
