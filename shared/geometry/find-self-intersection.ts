import type { Point } from './point.ts';
import type { Ring } from './polygon.ts';

/**
 * The first place where two edges of a ring cross or overlap, or undefined for a simple ring. Neighbouring edges may
 * share their common point, but may not fold back onto each other. Edges are swept by their left end, so a ring of
 * n points costs about n·log n unless its edges all span the same x.
 *
 * @returns the indices of the two edges (edge i runs from point i to i + 1) and the crossing in px.
 */
export function findSelfIntersection(ring: Ring): { edges: [number, number]; at: Point } | undefined {
  const n = ring.length;
  const left = new Float64Array(n);
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const a = ring[i][0];
    const b = ring[(i + 1) % n][0];
    left[i] = Math.min(a, b);
    right[i] = Math.max(a, b);
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => left[a] - left[b]);
  let active: number[] = [];
  for (const edge of order) {
    active = active.filter((other) => right[other] >= left[edge]);
    for (const other of active) {
      const at = crossing(ring, Math.min(edge, other), Math.max(edge, other));
      if (at !== undefined) return { edges: [Math.min(edge, other), Math.max(edge, other)], at };
    }
    active.push(edge);
  }
  return undefined;
}

function crossing(ring: Ring, i: number, j: number): Point | undefined {
  const n = ring.length;
  const a = ring[i];
  const b = ring[(i + 1) % n];
  const c = ring[j];
  const d = ring[(j + 1) % n];
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1]))
    return undefined;
  if (j === i + 1 || (i === 0 && j === n - 1)) return foldBack(ring, i, j);

  const abc = side(a, b, c);
  const abd = side(a, b, d);
  const cda = side(c, d, a);
  const cdb = side(c, d, b);
  if (abc === 0 && isBetween(a, b, c)) return [c[0], c[1]];
  if (abd === 0 && isBetween(a, b, d)) return [d[0], d[1]];
  if (cda === 0 && isBetween(c, d, a)) return [a[0], a[1]];
  if (cdb === 0 && isBetween(c, d, b)) return [b[0], b[1]];
  if (abc > 0 === abd > 0 || cda > 0 === cdb > 0) return undefined;
  if (abc === 0 || abd === 0 || cda === 0 || cdb === 0) return undefined;
  const t = abc / (abc - abd);
  return [c[0] + t * (d[0] - c[0]), c[1] + t * (d[1] - c[1])];
}

/** Neighbouring edges p–q and q–r overlap when r lies back along q–p. */
function foldBack(ring: Ring, i: number, j: number): Point | undefined {
  const n = ring.length;
  if (n < 3) return undefined;
  const shared = j === i + 1 ? j : 0;
  const before = ring[(shared + n - 1) % n];
  const at = ring[shared];
  const after = ring[(shared + 1) % n];
  if (side(before, at, after) !== 0) return undefined;
  const dot = (before[0] - at[0]) * (after[0] - at[0]) + (before[1] - at[1]) * (after[1] - at[1]);
  return dot > 0 ? [at[0], at[1]] : undefined;
}

function side(a: Point, b: Point, p: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

function isBetween(a: Point, b: Point, p: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}
