export interface RocCurve {
  /** From (0, 0) to (1, 1); equal scores make one step. */
  points: { falsePositiveRate: number; truePositiveRate: number; threshold: number }[];
  /** The area below it: the chance that a positive scores above a negative, ties counting half. */
  area: number;
}

/** The receiver operating characteristic of scores against 0/1 truth. Area is NaN when one side is missing. */
export function rocCurve(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): RocCurve {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const positives = order.filter((i) => Boolean(isPositive[i])).length;
  const negatives = order.length - positives;
  const points = [{ falsePositiveRate: 0, truePositiveRate: 0, threshold: Infinity }];
  let [hits, alarms, area] = [0, 0, 0];
  for (let at = 0; at < order.length;) {
    const threshold = scores[order[at]];
    const before = { hits, alarms };
    for (; at < order.length && scores[order[at]] === threshold; at++) {
      if (isPositive[order[at]]) hits++;
      else alarms++;
    }
    area += ((alarms - before.alarms) * (hits + before.hits)) / 2;
    points.push({ falsePositiveRate: alarms / negatives, truePositiveRate: hits / positives, threshold });
  }
  return { points, area: area / (positives * negatives) };
}
