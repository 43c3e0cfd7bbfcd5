import type { Task } from '../../api/task.ts';

/** Open reasons of tasks that were sent back, the most frequent first; `tasks` are the tasks that name one. */
export function countReasons(tasks: readonly Task[]): { reason: string; times: number; tasks: number }[] {
  const counted = new Map<string, { times: number; tasks: Set<string> }>();
  for (const { id, rejection } of tasks) {
    for (const { reason, resolved } of rejection?.reasons ?? []) {
      if (resolved === true) continue;
      const known = counted.get(reason) ?? { times: 0, tasks: new Set<string>() };
      known.times++;
      known.tasks.add(id);
      counted.set(reason, known);
    }
  }
  return [...counted]
    .map(([reason, { times, tasks: of }]) => ({ reason, times, tasks: of.size }))
    .toSorted((a, b) => b.times - a.times || (a.reason < b.reason ? -1 : 1));
}
