import type { GemCutName } from './gem-classes.ts';

/** A facet as the light sees it: where it faces (radians, in the stone's own frame) and how far it leans outwards. */
export interface Facet {
  azimuth: number;
  /** Radians from straight up. */
  tilt: number;
  /** Facets seen through the table: they throw light back from the far side. */
  inner: boolean;
}

/** What `sample` found: written into one object, since it is asked half a million times per picture. */
export interface CutSample {
  /** 0 at the centre, 1 on the outline, above 1 outside. */
  reach: number;
  facet: number;
}

/**
 * The outline and the facets of one cut, in the stone's own frame: centred, x along its length, the outline reaching
 * 1 in x.
 */
export interface GemCut {
  facets: readonly Facet[];
  sample(x: number, y: number, found: CutSample): void;
  /** Reach alone, for shadows. */
  reach(x: number, y: number): number;
}

const STEPS = 720;
const TABLE = 0.54;

/** Radius by angle, tabulated. */
function radial(radiusAt: (angle: number) => number): Float64Array {
  return Float64Array.from({ length: STEPS + 1 }, (_, step) =>
    radiusAt((step / STEPS) * 2 * Math.PI - Math.PI),
  );
}

/** Outline of a convex curve given as a support of corner points: the ray from the centre to the polygon's edge. */
function radialOfPoints(points: readonly (readonly [number, number])[]): Float64Array {
  return radial((angle) => {
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    let best = 0;
    for (let index = 0; index < points.length; index++) {
      const [ax, ay] = points[index];
      const [bx, by] = points[(index + 1) % points.length];
      const ex = bx - ax;
      const ey = by - ay;
      const denominator = dx * ey - dy * ex;
      if (Math.abs(denominator) < 1e-12) continue;
      const along = (ax * ey - ay * ex) / denominator;
      const part = (ax * dy - ay * dx) / denominator;
      if (along > best && part >= -1e-9 && part <= 1 + 1e-9) best = along;
    }
    return best;
  });
}

/** Table, stars, kites and girdle facets around `folds` mains, after the standard round brilliant. */
function brilliant(radius: Float64Array, folds: number): GemCut {
  const facets: Facet[] = [];
  const turn = (2 * Math.PI) / folds;
  for (let i = 0; i < folds; i++) facets.push({ azimuth: i * turn, tilt: 0.6, inner: false });
  for (let i = 0; i < folds; i++) facets.push({ azimuth: (i + 0.5) * turn, tilt: 0.38, inner: false });
  for (let i = 0; i < 2 * folds; i++)
    facets.push({ azimuth: (i / 2 + 0.25) * turn, tilt: 0.78, inner: false });
  for (let i = 0; i < 2 * folds; i++) facets.push({ azimuth: (i / 2) * turn, tilt: 0.7, inner: true });
  for (let i = 0; i < folds; i++) facets.push({ azimuth: (i + 0.5) * turn, tilt: 0.5, inner: true });

  const reach = (x: number, y: number): number => {
    const at = ((Math.atan2(y, x) + Math.PI) / (2 * Math.PI)) * STEPS;
    const step = Math.min(STEPS - 1, Math.floor(at));
    const edge = radius[step] + (radius[step + 1] - radius[step]) * (at - step);
    return Math.hypot(x, y) / edge;
  };
  return {
    facets,
    reach,
    sample(x, y, found) {
      const angle = Math.atan2(y, x);
      const at = ((angle + Math.PI) / (2 * Math.PI)) * STEPS;
      const step = Math.min(STEPS - 1, Math.floor(at));
      const edge = radius[step] + (radius[step + 1] - radius[step]) * (at - step);
      const far = Math.hypot(x, y) / edge;
      found.reach = far;
      const turns = (angle / turn + folds) % folds;
      const main = Math.round(turns) % folds;
      const off = turns - Math.round(turns);
      const between = Math.floor(turns) % folds;
      const tableEdge = TABLE;
      if (far < tableEdge) {
        const inward = far / tableEdge;
        if (inward < 0.62 - 0.7 * Math.abs(off)) found.facet = 6 * folds + between;
        else found.facet = 4 * folds + (Math.floor(turns * 2) % (2 * folds));
        return;
      }
      const out = (far - TABLE) / (1 - TABLE);
      const kite = 0.5 * (out < 0.42 ? out / 0.42 : (1 - out) / 0.58);
      if (Math.abs(off) < kite) found.facet = main;
      else if (out < 0.42) found.facet = folds + between;
      else found.facet = 2 * folds + (Math.floor(turns * 2) % (2 * folds));
    },
  };
}

/** Long flat facets in steps along every side of a convex polygon. */
function stepped(points: readonly (readonly [number, number])[], steps: readonly number[]): GemCut {
  const sides = points.map(([ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length];
    const length = Math.hypot(bx - ax, by - ay);
    const nx = (by - ay) / length;
    const ny = -(bx - ax) / length;
    const distance = nx * ax + ny * ay;
    return { nx: nx / distance, ny: ny / distance, azimuth: Math.atan2(ny, nx) };
  });
  const facets: Facet[] = [];
  for (let ring = 0; ring <= steps.length; ring++) {
    for (const side of sides) {
      facets.push({ azimuth: side.azimuth, tilt: 0.25 + 0.17 * ring, inner: ring < 2 });
    }
  }
  const find = (x: number, y: number, found: CutSample): void => {
    let far = -1;
    let which = 0;
    for (let index = 0; index < sides.length; index++) {
      const reach = x * sides[index].nx + y * sides[index].ny;
      if (reach > far) {
        far = reach;
        which = index;
      }
    }
    let ring = 0;
    while (ring < steps.length && far > steps[ring]) ring++;
    found.reach = far;
    found.facet = ring * sides.length + which;
  };
  const scratch: CutSample = { reach: 0, facet: 0 };
  return {
    facets,
    sample: find,
    reach(x, y) {
      find(x, y, scratch);
      return scratch.reach;
    },
  };
}

const superellipse = (width: number, power: number) =>
  radial((angle) => {
    const x = Math.abs(Math.cos(angle));
    const y = Math.abs(Math.sin(angle)) / width;
    return (x ** power + y ** power) ** (-1 / power);
  });

function pearOutline(): [number, number][] {
  const points: [number, number][] = [];
  for (let step = 0; step < 96; step++) {
    const t = (step / 96) * 2 * Math.PI;
    // A piriform curve, widened: the point at +x, the belly at -x.
    points.push([Math.cos(t), 0.68 * Math.sin(t) * Math.sin(t / 2) ** 0.85]);
  }
  return points;
}

function marquiseOutline(width: number): [number, number][] {
  const points: [number, number][] = [];
  const radius = (1 + width * width) / (2 * width);
  for (const side of [1, -1]) {
    for (let step = 0; step < 48; step++) {
      const x = side * (1 - (2 * step) / 48);
      points.push([x, side * (Math.sqrt(radius * radius - x * x) - (radius - width))]);
    }
  }
  return points;
}

const OCTAGON: readonly (readonly [number, number])[] = [
  [0.72, -0.74],
  [1, -0.46],
  [1, 0.46],
  [0.72, 0.74],
  [-0.72, 0.74],
  [-1, 0.46],
  [-1, -0.46],
  [-0.72, -0.74],
];

/** The cut of every class. */
export const GEM_CUTS: Record<GemCutName, GemCut> = {
  cushion: brilliant(superellipse(0.88, 3.1), 8),
  emerald: stepped(OCTAGON, [0.3, 0.52, 0.68, 0.85]),
  oval: brilliant(superellipse(0.74, 2), 8),
  pear: brilliant(radialOfPoints(pearOutline()), 8),
  marquise: brilliant(radialOfPoints(marquiseOutline(0.52)), 6),
  round: brilliant(superellipse(1, 2), 8),
};
