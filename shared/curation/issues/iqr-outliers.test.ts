import { describe, expect, test } from 'vitest';
import { iqrOutliers } from './iqr-outliers.ts';

describe('iqrOutliers', () => {
  test('tells moderate from severe', () => {
    // quartiles 25 and 75: fences at 150 and 200
    const values = [...Array.from({ length: 101 }, (_, i) => i), 170, 260, -60];
    const found = iqrOutliers(values).map(({ value, severity }) => [value, severity]);
    expect(found).toEqual([
      [170, 'moderate'],
      [260, 'severe'],
      [-60, 'moderate'],
    ]);
  });

  test('finds none in a set without spread, and none in none', () => {
    expect(iqrOutliers([5, 5, 5, 5, 5, 5, 9])).toEqual([]);
    expect(iqrOutliers([])).toEqual([]);
  });
});
