/** A segment of a panoptic map; `id` is the value of its pixels, 0 is unlabelled. */
export interface PanopticSegment {
  id: number;
  categoryId: number;
  isCrowd?: boolean;
}

/** What one image (or many) adds to a class. */
export interface PanopticCounts {
  iouSum: number;
  right: number;
  wrong: number;
  missed: number;
}

export interface PanopticScore {
  pq: number;
  sq: number;
  rq: number;
}

/**
 * Adds one image to the counts. Segments of the same class match when their IoU is above 0.5 (at most one can);
 * the union leaves out predicted pixels on unlabelled ground. Unmatched predictions that lie more than half on
 * unlabelled ground or a crowd of their class are not counted.
 * Source: Kirillov et al., CVPR 2019, and `pq_compute` of panopticapi.
 */
export function addPanopticImage(
  counts: Map<number, PanopticCounts>,
  truthMap: ArrayLike<number>,
  truthSegments: readonly PanopticSegment[],
  predictedMap: ArrayLike<number>,
  predictedSegments: readonly PanopticSegment[],
): void {
  const shared = new Map<number, Map<number, number>>();
  const truthArea = new Map<number, number>();
  const predictedArea = new Map<number, number>();
  for (let i = 0; i < truthMap.length; i++) {
    const [t, p] = [truthMap[i], predictedMap[i]];
    increase(truthArea, t);
    increase(predictedArea, p);
    let row = shared.get(t);
    if (row === undefined) shared.set(t, (row = new Map()));
    increase(row, p);
  }
  const overlap = (t: number, p: number): number => shared.get(t)?.get(p) ?? 0;
  const matchedTruth = new Set<number>();
  const matchedPredicted = new Set<number>();
  for (const truth of truthSegments) {
    if (truth.isCrowd) continue;
    for (const predicted of predictedSegments) {
      if (predicted.categoryId !== truth.categoryId) continue;
      const both = overlap(truth.id, predicted.id);
      const union =
        (predictedArea.get(predicted.id) ?? 0) +
        (truthArea.get(truth.id) ?? 0) -
        both -
        overlap(0, predicted.id);
      if (both / union <= 0.5) continue;
      const count = countsOf(counts, truth.categoryId);
      count.right++;
      count.iouSum += both / union;
      matchedTruth.add(truth.id);
      matchedPredicted.add(predicted.id);
    }
  }
  for (const { id, categoryId, isCrowd } of truthSegments) {
    if (!isCrowd && !matchedTruth.has(id)) countsOf(counts, categoryId).missed++;
  }
  for (const { id, categoryId } of predictedSegments) {
    if (matchedPredicted.has(id)) continue;
    let excused = overlap(0, id);
    // As panopticapi does, the last crowd of a class stands for all of them.
    const crowd = truthSegments.findLast((truth) => truth.isCrowd && truth.categoryId === categoryId);
    if (crowd !== undefined) excused += overlap(crowd.id, id);
    if (excused / (predictedArea.get(id) ?? 0) > 0.5) continue;
    countsOf(counts, categoryId).wrong++;
  }
}

/** PQ = SQ · RQ of one class; zeros for a class without any segment. */
export function panopticScore({ iouSum, right, wrong, missed }: PanopticCounts): PanopticScore {
  const size = right + 0.5 * wrong + 0.5 * missed;
  if (size === 0) return { pq: 0, sq: 0, rq: 0 };
  return { pq: iouSum / size, sq: right === 0 ? 0 : iouSum / right, rq: right / size };
}

/** Means over the classes that occur. */
export function meanPanopticScore(
  counts: ReadonlyMap<number, PanopticCounts>,
): PanopticScore & { classes: number } {
  const scores = [...counts.values()]
    .filter(({ right, wrong, missed }) => right + wrong + missed > 0)
    .map(panopticScore);
  const mean = (name: keyof PanopticScore): number =>
    scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score[name], 0) / scores.length;
  return { pq: mean('pq'), sq: mean('sq'), rq: mean('rq'), classes: scores.length };
}

function increase(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countsOf(counts: Map<number, PanopticCounts>, categoryId: number): PanopticCounts {
  let count = counts.get(categoryId);
  if (count === undefined) counts.set(categoryId, (count = { iouSum: 0, right: 0, wrong: 0, missed: 0 }));
  return count;
}
