import type { Selected } from './selected.ts';

/**
 * A weighted mixture: each strategy gets its share of the budget within one place (largest remainders); what two
 * strategies both want counts for the first that asks, and places left over go to whoever has more to offer.
 *
 * @param groupOf duplicates share a group, and only the first of a group is taken; undefined: alone
 */
export function mixSelections(
  strategies: readonly { weight: number; selected: readonly Selected[] }[],
  budget: number,
  groupOf: (index: number) => number | undefined = () => undefined,
): Selected[] {
  const shares = splitBudget(
    strategies.map(({ weight }) => weight),
    budget,
  );
  const taken = new Set<number>();
  const groups = new Set<number>();
  const result: Selected[] = [];
  const next = strategies.map(() => 0);
  const takeFrom = (strategy: number): boolean => {
    const { selected } = strategies[strategy];
    while (next[strategy] < selected.length) {
      const candidate = selected[next[strategy]++];
      const group = groupOf(candidate.index);
      if (taken.has(candidate.index) || (group !== undefined && groups.has(group))) continue;
      taken.add(candidate.index);
      if (group !== undefined) groups.add(group);
      result.push(candidate);
      return true;
    }
    return false;
  };
  for (const [strategy, share] of shares.entries())
    for (let place = 0; place < share; place++) if (!takeFrom(strategy)) break;
  for (let found = true; found && result.length < budget;) {
    found = false;
    for (let strategy = 0; strategy < strategies.length && result.length < budget; strategy++)
      found = takeFrom(strategy) || found;
  }
  return result;
}

function splitBudget(weights: number[], budget: number): number[] {
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  const exact = weights.map((weight) => (weight / total) * budget);
  const shares = exact.map(Math.floor);
  const order = exact.map((_, i) => i).sort((a, b) => exact[b] - shares[b] - (exact[a] - shares[a]) || a - b);
  for (let left = budget - shares.reduce((a, b) => a + b, 0), at = 0; left > 0; left--, at++)
    shares[order[at % order.length]]++;
  return shares;
}
