/** Bitmaps of one image, one byte per pixel, 0 or 1. */
type Bitmaps = readonly Uint8Array[];

/** Per pixel: what more than half of the weight says. */
export function majorityMask(bitmaps: Bitmaps, weights: readonly number[]): Uint8Array {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return bitmaps[0].map((_, pixel) => {
    let votes = 0;
    for (let k = 0; k < bitmaps.length; k++) if (bitmaps[k][pixel]) votes += weights[k];
    return votes * 2 > whole ? 1 : 0;
  });
}

const MOST_ROUNDS = 100;
const CONVERGED = 1e-7;

/**
 * STAPLE: expectation-maximisation over the hidden true mask and each annotator's sensitivity p and specificity q
 * (S. K. Warfield, K. H. Zou, W. M. Wells, IEEE TMI 23(7), 2004), with a global prior. Pixels with the same votes are
 * one case, so a round costs as many steps as there are different patterns (at most 2^annotators), not pixels.
 */
export function stapleMask(bitmaps: Bitmaps): {
  mask: Uint8Array;
  sensitivity: number[];
  specificity: number[];
} {
  const annotators = bitmaps.length;
  const pixels = bitmaps[0].length;
  const patternOf = new Int32Array(pixels);
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < pixels; pixel++) {
    let pattern = 0;
    for (let k = 0; k < annotators; k++) if (bitmaps[k][pixel]) pattern |= 1 << k;
    patternOf[pixel] = pattern;
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  const patterns = [...counts];
  let votes = 0;
  for (const [pattern, count] of patterns)
    for (let k = 0; k < annotators; k++) if (pattern & (1 << k)) votes += count;
  const prior = votes / (annotators * pixels);
  const sensitivity = Array.from({ length: annotators }, () => 0.99999);
  const specificity = Array.from({ length: annotators }, () => 0.99999);
  let truth = new Map<number, number>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    truth = new Map(
      patterns.map(([pattern]) => {
        let inside = prior;
        let outside = 1 - prior;
        for (let k = 0; k < annotators; k++) {
          const says = (pattern & (1 << k)) !== 0;
          inside *= says ? sensitivity[k] : 1 - sensitivity[k];
          outside *= says ? 1 - specificity[k] : specificity[k];
        }
        return [pattern, inside + outside === 0 ? 0 : inside / (inside + outside)];
      }),
    );
    let moved = 0;
    for (let k = 0; k < annotators; k++) {
      let hit = 0;
      let inside = 0;
      let clear = 0;
      let outside = 0;
      for (const [pattern, count] of patterns) {
        const weight = truth.get(pattern) ?? 0;
        inside += count * weight;
        outside += count * (1 - weight);
        if (pattern & (1 << k)) hit += count * weight;
        else clear += count * (1 - weight);
      }
      const p = inside === 0 ? sensitivity[k] : hit / inside;
      const q = outside === 0 ? specificity[k] : clear / outside;
      moved = Math.max(moved, Math.abs(p - sensitivity[k]), Math.abs(q - specificity[k]));
      sensitivity[k] = p;
      specificity[k] = q;
    }
    if (moved < CONVERGED) break;
  }
  const mask = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++)
    mask[pixel] = (truth.get(patternOf[pixel]) ?? 0) >= 0.5 ? 1 : 0;
  return { mask, sensitivity, specificity };
}
