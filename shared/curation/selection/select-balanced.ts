import type { Selected } from './selected.ts';

/**
 * The same number of each group (class or cluster), round-robin; within a group by `order` (smallest first; for
 * example the distance to the group's centre). What small groups lack goes to the others.
 */
export function selectBalanced(
  groups: readonly (string | number)[],
  budget: number,
  order: (index: number) => number = () => 0,
): Selected[] {
  const queues = new Map<string | number, number[]>();
  for (const [index, group] of groups.entries()) {
    const queue = queues.get(group);
    if (queue === undefined) queues.set(group, [index]);
    else queue.push(index);
  }
  for (const queue of queues.values()) queue.sort((a, b) => order(a) - order(b) || a - b);
  const selected: Selected[] = [];
  for (let round = 0; selected.length < Math.min(budget, groups.length); round++)
    for (const [group, queue] of queues) {
      if (round >= queue.length || selected.length >= budget) continue;
      selected.push({
        index: queue[round],
        reason: `Number ${round + 1} of "${group}", to balance the groups.`,
      });
    }
  return selected;
}
