const MEMORY = 12;

export interface Minimum {
  x: Float64Array;
  value: number;
  iterations: number;
}

export interface MinimizeOptions {
  /** Stops when no entry of the gradient is larger. */
  tolerance?: number;
  maxIterations?: number;
  /** May return true to stop early. */
  onIteration?: (x: Float64Array) => boolean;
}

/**
 * Minimises a smooth function by L-BFGS (Liu and Nocedal 1989) with a backtracking Wolfe line search.
 *
 * @param evaluate returns the value at x and writes the gradient
 */
export function minimize(
  start: Float64Array,
  evaluate: (x: Float64Array, gradient: Float64Array) => number,
  { tolerance = 1e-8, maxIterations = 1000, onIteration }: MinimizeOptions = {},
): Minimum {
  const n = start.length;
  let x = start.slice();
  let gradient = new Float64Array(n);
  let value = evaluate(x, gradient);
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    if (gradient.every((g) => Math.abs(g) <= tolerance)) break;
    const direction = quasiNewton(gradient, history);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      history.length = 0;
      for (let i = 0; i < n; i++) direction[i] = -gradient[i];
      slope = dot(direction, gradient);
    }
    const step = lineSearch(
      x,
      value,
      direction,
      slope,
      evaluate,
      history.length === 0 ? 1 / Math.sqrt(-slope) : 1,
    );
    if (step === undefined) break;
    const s = step.x.map((v, i) => v - x[i]);
    const y = step.gradient.map((v, i) => v - gradient[i]);
    const curvature = dot(s, y);
    if (curvature > 1e-300) {
      history.push({ s, y, rho: 1 / curvature });
      if (history.length > MEMORY) history.shift();
    }
    ({ x, gradient, value } = step);
    if (onIteration?.(x)) break;
  }
  return { x, value, iterations };
}

function quasiNewton(
  gradient: Float64Array,
  history: { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let h = history.length - 1; h >= 0; h--) {
    const { s, y, rho } = history[h];
    alphas[h] = rho * dot(s, q);
    for (let i = 0; i < q.length; i++) q[i] -= alphas[h] * y[i];
  }
  const last = history.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (let h = 0; h < history.length; h++) {
    const { s, y, rho } = history[h];
    const beta = rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i] += (alphas[h] - beta) * s[i];
  }
  return q;
}

/** Bisection between too long (no sufficient decrease) and too short (still steep): the weak Wolfe conditions. */
function lineSearch(
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  evaluate: (x: Float64Array, gradient: Float64Array) => number,
  first: number,
) {
  let [short, long] = [0, Infinity];
  let length = first;
  for (let tries = 0; tries < 60; tries++) {
    const next = x.map((v, i) => v + length * direction[i]);
    const gradient = new Float64Array(x.length);
    const at = evaluate(next, gradient);
    // near the minimum the decrease drowns in rounding: then the slope alone decides
    const isLower = at <= value + 1e-4 * length * slope + 1e-15 * Math.abs(value);
    if (!isLower) long = length;
    else if (dot(gradient, direction) < 0.9 * slope) short = length;
    else return { x: next, gradient, value: at };
    length = long === Infinity ? length * 2 : (short + long) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
