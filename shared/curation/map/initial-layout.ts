import type { VectorTable } from '../vectors/vector-table.ts';

/**
 * Where the map starts: the two main directions of the vectors (principal components by orthogonal iteration), scaled
 * to 20 across, with a trace of noise so that copies can come apart.
 *
 * @returns count × 2
 */
export function initialLayout({ count, dimensions, data }: VectorTable, random: () => number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count;
  const covariance = covarianceOf({ count, dimensions, data }, mean);
  let axes: Float64Array[] = [0, 1].map(() =>
    Float64Array.from({ length: dimensions }, () => random() - 0.5),
  );
  for (let step = 0; step < 60; step++) axes = orthonormal(axes.map((axis) => multiply(covariance, axis)));
  const layout = new Float64Array(count * 2);
  for (let i = 0; i < count; i++)
    for (let side = 0; side < 2; side++) {
      let sum = 0;
      for (let j = 0; j < dimensions; j++) sum += (data[i * dimensions + j] - mean[j]) * axes[side][j];
      layout[i * 2 + side] = sum;
    }
  const widest = layout.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  return layout.map((value) => (value / widest) * 10 + (random() - 0.5) * 2e-3);
}

function covarianceOf({ count, dimensions, data }: VectorTable, mean: Float64Array): Float64Array {
  const covariance = new Float64Array(dimensions * dimensions);
  // A sample is enough for a starting point.
  const step = Math.max(1, Math.floor(count / 5000));
  const row = new Float64Array(dimensions);
  for (let i = 0; i < count; i += step) {
    for (let j = 0; j < dimensions; j++) row[j] = data[i * dimensions + j] - mean[j];
    for (let a = 0; a < dimensions; a++)
      for (let b = a, at = a * dimensions + a; b < dimensions; b++, at++) covariance[at] += row[a] * row[b];
  }
  for (let a = 0; a < dimensions; a++)
    for (let b = 0; b < a; b++) covariance[a * dimensions + b] = covariance[b * dimensions + a];
  return covariance;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[row * n + j] * vector[j];
    return sum;
  });
}

function orthonormal([first, second]: Float64Array[]): Float64Array[] {
  const a = unit(first);
  const along = a.reduce((sum, value, i) => sum + value * second[i], 0);
  return [a, unit(second.map((value, i) => value - along * a[i]))];
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
