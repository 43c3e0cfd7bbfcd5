import { expect, test } from 'vitest';
import { describeChanges } from './describe-changes.ts';

test('tells what came, what went, and which issues with it', () => {
  const before = [
    { assetId: 'a', issues: ['dark'] },
    { assetId: 'b', issues: [] },
    { assetId: 'gone', issues: ['blurry', 'near-duplicate'] },
  ];
  const now = [
    { assetId: 'a', issues: [] },
    { assetId: 'b', issues: ['near-duplicate'] },
    { assetId: 'new', issues: ['dark', 'odd-size'] },
  ];
  expect(describeChanges(before, now)).toEqual({
    added: 1,
    removed: 1,
    found: { 'near-duplicate': 1, dark: 1, 'odd-size': 1 },
    gone: { dark: 1, blurry: 1, 'near-duplicate': 1 },
    examples: [
      { assetId: 'b', issues: ['near-duplicate'] },
      { assetId: 'new', issues: ['dark', 'odd-size'] },
    ],
  });
});

test('the same images twice are no change, and the first run finds everything new', () => {
  const images = [{ assetId: 'a', issues: ['dark'] }];
  expect(describeChanges(images, images)).toEqual({
    added: 0,
    removed: 0,
    found: {},
    gone: {},
    examples: [],
  });
  expect(describeChanges([], images)).toMatchObject({ added: 1, found: { dark: 1 } });
});
