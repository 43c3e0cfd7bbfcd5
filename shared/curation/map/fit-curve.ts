import { minimize } from '../micro-model/minimize.ts';

/**
 * The a and b for which 1 / (1 + a d^(2b)) comes closest to the wanted closeness of two points at distance d on the map:
 * 1 up to `minDistance`, then falling exponentially (UMAP's `find_ab_params` with spread 1).
 */
export function fitCurve(minDistance: number): { a: number; b: number } {
  const xs = Array.from({ length: 299 }, (_, i) => (3 * (i + 1)) / 299);
  const ys = xs.map((x) => (x < minDistance ? 1 : Math.exp(-(x - minDistance))));
  const { x } = minimize(Float64Array.of(Math.log(1.5), 0.9), ([logA, b], gradient) => {
    gradient.fill(0);
    const a = Math.exp(logA);
    let sum = 0;
    for (const [i, d] of xs.entries()) {
      const power = a * d ** (2 * b);
      const value = 1 / (1 + power);
      const error = value - ys[i];
      sum += error * error;
      gradient[0] -= 2 * error * value * value * power;
      gradient[1] -= 2 * error * value * value * power * 2 * Math.log(d);
    }
    return sum;
  });
  return { a: Math.exp(x[0]), b: x[1] };
}
