import { expect, test } from 'vitest';
import { poolTensors } from './pool-tensors.ts';

test('a map of features becomes one number per channel, of length 1', () => {
  const data = Float32Array.of(1, 2, 3, 6, 4, 4, 4, 4);
  const vector = poolTensors({ image: { type: 'float32', dims: [1, 2, 2, 2], data } });
  expect([...vector].map((value) => value.toFixed(4))).toEqual(['0.6000', '0.8000']);
});

test('a plain vector is only scaled, and nothing is refused', () => {
  const data = Float32Array.of(3, 4);
  expect([...poolTensors({ v: { type: 'float32', dims: [1, 2], data } })].map((v) => +v.toFixed(4))).toEqual([
    0.6, 0.8,
  ]);
  expect(() => poolTensors({})).toThrow(/no numbers/);
});
