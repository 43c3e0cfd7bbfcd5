import type { Selected } from './selected.ts';

/** The largest scores first: loss, disagreement of annotators, or anything else that says what is hard. */
export function selectHard(scores: readonly number[], budget: number, what = 'loss'): Selected[] {
  return Array.from(scores.keys())
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, budget)
    .map((index) => ({ index, reason: `The ${what} is ${scores[index].toFixed(3)}.` }));
}
