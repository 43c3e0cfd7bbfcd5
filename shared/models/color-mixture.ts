/** A mixture of normal distributions over RGB, as GrabCut fits one to the object and one to its surroundings. */
export interface ColorMixture {
  /** −log of the likelihood of a colour, up to a constant that is the same for every mixture. */
  cost: (red: number, green: number, blue: number) => number;
}

const ROUNDS = 6;
/** Added to the variances, so that a flat colour is no point without extent. */
const LEAST_VARIANCE = 4;

/**
 * Fits up to `components` normal distributions to colours (`[r, g, b, …]`, 0–255) by k-means from seeds that lie far
 * apart. The same colours give the same mixture. No colours: every colour is equally likely.
 */
export function fitColorMixture(colors: ArrayLike<number>, components = 5): ColorMixture {
  const count = Math.floor(colors.length / 3);
  if (count === 0) return { cost: () => 0 };
  const centres = farSeeds(colors, count, Math.min(components, count));
  const member = new Uint8Array(count);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < count; i++) member[i] = nearest(centres, colors, i);
    for (let k = 0; k < centres.length; k++) {
      const sum = [0, 0, 0];
      let size = 0;
      for (let i = 0; i < count; i++) {
        if (member[i] !== k) continue;
        size++;
        for (let c = 0; c < 3; c++) sum[c] += colors[3 * i + c];
      }
      if (size > 0) centres[k] = [sum[0] / size, sum[1] / size, sum[2] / size];
    }
  }
  const parts = centres.flatMap((centre, k) => describePart(centre, k, member, colors, count) ?? []);
  return {
    cost(red, green, blue) {
      let likelihood = 1e-300;
      for (const { centre, inverse, scale } of parts) {
        const x = red - centre[0];
        const y = green - centre[1];
        const z = blue - centre[2];
        const distance =
          inverse[0] * x * x +
          inverse[3] * y * y +
          inverse[5] * z * z +
          2 * (inverse[1] * x * y + inverse[2] * x * z + inverse[4] * y * z);
        likelihood += scale * Math.exp(-0.5 * distance);
      }
      return -Math.log(likelihood);
    },
  };
}

function describePart(
  centre: number[],
  k: number,
  member: Uint8Array,
  colors: ArrayLike<number>,
  count: number,
) {
  // Upper triangle: rr, rg, rb, gg, gb, bb.
  const moments = [0, 0, 0, 0, 0, 0];
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (member[i] !== k) continue;
    size++;
    const x = colors[3 * i] - centre[0];
    const y = colors[3 * i + 1] - centre[1];
    const z = colors[3 * i + 2] - centre[2];
    [x * x, x * y, x * z, y * y, y * z, z * z].forEach((value, at) => (moments[at] += value));
  }
  if (size === 0) return undefined;
  const [a, b, c, d, e, f] = moments.map(
    (value, at) => value / size + (at === 0 || at === 3 || at === 5 ? LEAST_VARIANCE : 0),
  );
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
  const inverse = [
    d * f - e * e,
    c * e - b * f,
    b * e - c * d,
    a * f - c * c,
    b * c - a * e,
    a * d - b * b,
  ].map((value) => value / determinant);
  return { centre, inverse, scale: size / count / Math.sqrt(determinant) };
}

/** The colour nearest the mean, then again and again the one farthest from all that were taken. */
function farSeeds(colors: ArrayLike<number>, count: number, wanted: number): number[][] {
  const mean = [0, 0, 0];
  for (let i = 0; i < 3 * count; i++) mean[i % 3] += colors[i] / count;
  const seeds = [mean];
  const distance = new Float64Array(count).fill(Infinity);
  while (seeds.length < wanted) {
    const last = seeds[seeds.length - 1];
    let far = 0;
    for (let i = 0; i < count; i++) {
      distance[i] = Math.min(distance[i], squared(last, colors, i));
      if (distance[i] > distance[far]) far = i;
    }
    if (distance[far] === 0) break;
    seeds.push([colors[3 * far], colors[3 * far + 1], colors[3 * far + 2]]);
  }
  return seeds;
}

function nearest(centres: number[][], colors: ArrayLike<number>, i: number): number {
  let best = 0;
  for (let k = 1; k < centres.length; k++) {
    if (squared(centres[k], colors, i) < squared(centres[best], colors, i)) best = k;
  }
  return best;
}

function squared(centre: number[], colors: ArrayLike<number>, i: number): number {
  const x = colors[3 * i] - centre[0];
  const y = colors[3 * i + 1] - centre[1];
  const z = colors[3 * i + 2] - centre[2];
  return x * x + y * y + z * z;
}
