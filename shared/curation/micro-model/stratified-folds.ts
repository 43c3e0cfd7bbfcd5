import { seededRandom } from '../seeded-random.ts';

/** The fold of every point, 0 … folds − 1: each class is spread over the folds as evenly as it goes. */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, seed = 1): Int32Array {
  const random = seededRandom(seed);
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = byClass.get(labels[i]);
    if (members === undefined) byClass.set(labels[i], [i]);
    else members.push(i);
  }
  const result = new Int32Array(labels.length);
  let next = 0;
  for (const [, members] of [...byClass].sort(([a], [b]) => a - b)) {
    for (let i = members.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [members[i], members[j]] = [members[j], members[i]];
    }
    for (const member of members) result[member] = next++ % folds;
  }
  return result;
}
