import { expect, it } from 'vitest';
import { isBetterSegmenter, summarizePromptedMasks } from './prompted-masks.ts';

it('counts every object alike', () => {
  const objects = [
    { boxIou: 1, clickIou: 0.5 },
    { boxIou: 0.5, clickIou: 0.25 },
    { boxIou: 0, clickIou: 0.3 },
  ];
  expect(summarizePromptedMasks(objects)).toEqual({ boxIou: 0.5, clickIou: 0.35 });
  expect(summarizePromptedMasks([])).toEqual({ boxIou: 0, clickIou: 0 });
});

it('calls a model better only when neither boxes nor clicks pay for it, and chance does not count', () => {
  const base = { boxIou: 0.8, clickIou: 0.7 };
  expect(isBetterSegmenter(base, { boxIou: 0.85, clickIou: 0.7 })).toBe(true);
  expect(isBetterSegmenter(base, { boxIou: 0.85, clickIou: 0.69 })).toBe(true);
  expect(isBetterSegmenter(base, base)).toBe(false);
  expect(isBetterSegmenter(base, { boxIou: 0.801, clickIou: 0.7 })).toBe(false);
  expect(isBetterSegmenter(base, { boxIou: 0.95, clickIou: 0.6 })).toBe(false);
});
