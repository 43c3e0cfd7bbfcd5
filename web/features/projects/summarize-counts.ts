import type { StageCounts } from '../../api/project.ts';

/** The numbers of a whole project: tasks in all, finished, waiting, and in somebody's hands. */
export function summarizeCounts(counts: StageCounts): {
  total: number;
  done: number;
  open: number;
  assigned: number;
} {
  const sum = { total: 0, done: 0, open: 0, assigned: 0 };
  for (const stage of Object.values(counts.stages)) {
    sum.done += (stage.done ?? 0) + (stage.archived ?? 0);
    sum.open += (stage.open ?? 0) + (stage.reopened ?? 0) + (stage.skipped ?? 0);
    sum.assigned += stage.assigned ?? 0;
    sum.total += countOfStage(stage);
  }
  return sum;
}

/** All tasks of one stage, whatever their status. */
export function countOfStage(stage: Record<string, number> | undefined): number {
  if (stage === undefined) return 0;
  if (stage.total !== undefined) return stage.total;
  return Object.values(stage).reduce((sum, count) => sum + count, 0);
}
