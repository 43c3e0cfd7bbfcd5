import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rleArea } from '../../../shared/geometry/rle-operations.ts';
import { isPixelSet, maskRuns } from './mask-runs.ts';
import { MASK_THRESHOLD, MaskBuffer } from './mask-buffer.ts';

const dab = fc.record({
  x: fc.double({ min: -5, max: 45, noNaN: true }),
  y: fc.double({ min: -5, max: 35, noNaN: true }),
  radius: fc.double({ min: 0.5, max: 9, noNaN: true }),
  isErasing: fc.boolean(),
});

describe('mask buffer', () => {
  it('keeps every pixel through the run-length form and back', () => {
    fc.assert(
      fc.property(fc.array(dab, { maxLength: 8 }), (dabs) => {
        const buffer = new MaskBuffer(40, 30);
        for (const { x, y, radius, isErasing } of dabs) buffer.stamp(x, y, radius, 1, isErasing);
        const mask = buffer.toMask();
        expect(buffer.toCounts().reduce((sum, run) => sum + run, 0)).toBe(40 * 30);
        const runs = maskRuns(mask);
        const again = MaskBuffer.fromMask(mask);
        // One assertion for all pixels: a thousand of them cost seconds.
        const wrong = Array.from({ length: 40 * 30 }, (_, at) => at).filter((at) => {
          const isSet = buffer.data[at] >= MASK_THRESHOLD;
          const isKept = isPixelSet(runs, at % 40, Math.floor(at / 40));
          return isKept !== isSet || again.data[at] >= MASK_THRESHOLD !== isSet;
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('paints a disc of the size asked for', () => {
    const buffer = new MaskBuffer(100, 100);
    buffer.stamp(50, 50, 20, 1, false);
    expect(rleArea(buffer.toCounts())).toBeCloseTo(Math.PI * 400, -2);
  });

  it('needs fewer pixels with a soft brush', () => {
    const hard = new MaskBuffer(100, 100);
    const soft = new MaskBuffer(100, 100);
    hard.stamp(50, 50, 20, 1, false);
    soft.stamp(50, 50, 20, 0, false);
    expect(rleArea(soft.toCounts())).toBeLessThan(rleArea(hard.toCounts()) / 2);
  });

  it('moves by whole pixels and cuts off what leaves the image', () => {
    const buffer = new MaskBuffer(20, 20);
    buffer.stamp(5, 5, 3, 1, false);
    const area = rleArea(buffer.toCounts());
    expect(rleArea(buffer.translated(4, 7).toCounts())).toBe(area);
    expect(rleArea(buffer.translated(-5, 0).toCounts())).toBeLessThan(area);
    expect(buffer.translated(40, 0).isEmpty).toBe(true);
  });
});
