import type { AttributeValue, AttributeValues } from '../../labels/attributes.ts';

/**
 * Per attribute the answer with the most weight; numbers by weighted median. `agreement`: the mean share of the weight
 * behind the winning answers, 1 when there is nothing to answer. Not answering is an answer too.
 */
export function voteAnswers(ballots: readonly (readonly [AttributeValues, number])[]): {
  answers: AttributeValues;
  agreement: number;
} {
  const ids = new Set(ballots.flatMap(([values]) => Object.keys(values)));
  const whole = ballots.reduce((sum, [, weight]) => sum + weight, 0);
  const answers: AttributeValues = {};
  let agreement = 0;
  for (const id of ids) {
    const votes = new Map<string, { value: AttributeValue | undefined; weight: number }>();
    for (const [values, weight] of ballots) {
      const value = values[id];
      const key = JSON.stringify(
        Array.isArray(value) ? value.toSorted((a, b) => (a < b ? -1 : 1)) : (value ?? null),
      );
      const vote = votes.get(key) ?? { value, weight: 0 };
      vote.weight += weight;
      votes.set(key, vote);
    }
    const ranked = [...votes.values()].toSorted((a, b) => b.weight - a.weight);
    const numbers = ballots.filter(([values]) => typeof values[id] === 'number');
    const isNumeric = numbers.length * 2 > ballots.length;
    const winner = isNumeric
      ? weightedMedian(numbers.map(([values, weight]) => [Number(values[id]), weight]))
      : ranked[0].value;
    if (winner !== undefined) answers[id] = winner;
    agreement += ranked[0].weight / whole;
  }
  return { answers, agreement: ids.size === 0 ? 1 : agreement / ids.size };
}

function weightedMedian(values: [number, number][]): number {
  const sorted = values.toSorted((a, b) => a[0] - b[0]);
  const half = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return sorted[sorted.length - 1][0];
}
