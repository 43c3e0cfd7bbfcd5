import { REDUCED_SIDE } from './image-reducer.ts';

/** What the numbers are about, in order; docs/curation.md says what they can and cannot tell apart. */
export const DESCRIPTOR_BLOCKS = [
  /** Mean lightness, red–green and yellow–blue of a 4 × 4 grid. */
  { name: 'layout', length: 48, weight: 1 },
  /** Square roots of the shares of 4 × 4 × 4 RGB cells. */
  { name: 'colour', length: 64, weight: 0.7 },
  /** Gradient strength in 8 directions in a 4 × 4 grid, square roots. */
  { name: 'gradient', length: 128, weight: 1 },
  /** Square roots of the shares of the 10 rotation-invariant uniform local binary patterns. */
  { name: 'texture', length: 10, weight: 0.5 },
  /** Spread of the three colour axes, mean gradient, and its spread; one zero so that the total is 256. */
  { name: 'statistics', length: 6, weight: 0.5 },
] as const;

export const DESCRIPTOR_DIMENSIONS = DESCRIPTOR_BLOCKS.reduce((sum, { length }) => sum + length, 0);

const SIDE = REDUCED_SIDE;
const GRID = 4;
const CELL = SIDE / GRID;

/**
 * The built-in descriptor: colour, gradient and texture statistics of the reduced picture as 256 numbers of length 1,
 * so that the dot product of two is their cosine similarity. Needs no weights; equal pictures give equal vectors.
 *
 * @param reduced 64 × 64 × 3 RGB bytes from measureImage
 */
export function describeImage(reduced: Uint8Array): Float32Array {
  const light = new Float64Array(SIDE * SIDE);
  const layout = new Float64Array(48);
  const colour = new Float64Array(64);
  const axes = [new Float64Array(SIDE * SIDE), new Float64Array(SIDE * SIDE)];
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [r, g, b] = [reduced[i * 3], reduced[i * 3 + 1], reduced[i * 3 + 2]];
    light[i] = (r + g + b) / 765;
    axes[0][i] = (r - g) / 255;
    axes[1][i] = ((r + g) / 2 - b) / 255;
    colour[(r >> 6) * 16 + (g >> 6) * 4 + (b >> 6)]++;
    const cell = cellOf(i) * 3;
    layout[cell] += light[i] - 0.5;
    layout[cell + 1] += axes[0][i];
    layout[cell + 2] += axes[1][i];
  }
  const { gradient, mean, spread } = gradients(light);
  const blocks = [
    layout,
    colour.map(Math.sqrt),
    gradient.map(Math.sqrt),
    localPatterns(light).map(Math.sqrt),
    Float64Array.of(deviation(light), deviation(axes[0]), deviation(axes[1]), mean, spread, 0),
  ];
  const vector = new Float32Array(DESCRIPTOR_DIMENSIONS);
  let at = 0;
  for (const [index, block] of blocks.entries()) {
    const length = Math.hypot(...block);
    if (length > 0)
      vector.set(
        block.map((value) => (value / length) * DESCRIPTOR_BLOCKS[index].weight),
        at,
      );
    at += block.length;
  }
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function cellOf(pixel: number): number {
  return Math.floor(Math.floor(pixel / SIDE) / CELL) * GRID + Math.floor((pixel % SIDE) / CELL);
}

/** Histograms of oriented gradients, direction modulo 180°, each gradient shared between its two nearest bins. */
function gradients(light: Float64Array) {
  const gradient = new Float64Array(GRID * GRID * 8);
  const strengths = new Float64Array((SIDE - 2) * (SIDE - 2));
  let at = 0;
  for (let y = 1; y < SIDE - 1; y++)
    for (let x = 1; x < SIDE - 1; x++) {
      const i = y * SIDE + x;
      const dx = light[i + 1] - light[i - 1];
      const dy = light[i + SIDE] - light[i - SIDE];
      const strength = Math.hypot(dx, dy);
      strengths[at++] = strength;
      const turn = (Math.atan2(dy, dx) / Math.PI + 1) * 8;
      const bin = Math.floor(turn);
      const cell = cellOf(i) * 8;
      gradient[cell + (bin % 8)] += strength * (bin + 1 - turn);
      gradient[cell + ((bin + 1) % 8)] += strength * (turn - bin);
    }
  return { gradient, mean: strengths.reduce((a, b) => a + b) / at, spread: deviation(strengths) };
}

/** Rotation-invariant uniform LBP (Ojala, Pietikäinen and Mäenpää 2002) on the 8 neighbours. */
function localPatterns(light: Float64Array): Float64Array {
  const ring = [1, SIDE + 1, SIDE, SIDE - 1, -1, -SIDE - 1, -SIDE, 1 - SIDE];
  const counts = new Float64Array(10);
  for (let y = 1; y < SIDE - 1; y++)
    for (let x = 1; x < SIDE - 1; x++) {
      const i = y * SIDE + x;
      let ones = 0;
      let changes = 0;
      let before = light[i + ring[7]] >= light[i];
      for (const offset of ring) {
        const now = light[i + offset] >= light[i];
        if (now) ones++;
        if (now !== before) changes++;
        before = now;
      }
      counts[changes <= 2 ? ones : 9]++;
    }
  return counts;
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
