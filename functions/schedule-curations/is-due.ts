import type { CurationPlan } from '../../shared/curation/curation-plan.ts';
import { latestHour } from './latest-hour.ts';
import type { Job } from '../../shared/store/records/job.ts';

export interface CurationSituation {
  now: Date;
  /** Images that could be looked at. */
  ready: number;
  /** The latest run, however it began and ended. */
  lastJob?: Pick<Job, 'status' | 'createdAt'>;
  /** Images that the latest finished run saw. */
  lastImages?: number;
  /** When the project was changed last: its plan or datasets may be other than in the latest run. */
  planChangedAt: string;
  /** Tasks in each stage now, and when the latest finished run saw them: work on labels moves them. */
  stages?: Record<string, number>;
  lastStages?: Record<string, number>;
}

/**
 * Whether a project should look at its images now: enough time has passed since the latest run, none is under way, and
 * there is a reason: images came or went, the project was changed, or, where the plan fills the queue, labelled tasks moved on.
 * After a whole week it looks again in any case, as an image may have been replaced by another. A plan with an hour
 * waits for it.
 */
export function isDue(
  { isOn, everyHours, at, selection }: Pick<CurationPlan, 'isOn' | 'everyHours' | 'at' | 'selection'>,
  { now, ready, lastJob, lastImages, planChangedAt, stages, lastStages }: CurationSituation,
): boolean {
  if (!isOn || ready === 0) return false;
  if (!lastJob) return true;
  if (lastJob.status === 'queued' || lastJob.status === 'running') return false;
  const lastAt = Date.parse(lastJob.createdAt);
  const hours = (now.getTime() - lastAt) / 3_600_000;
  if (at) {
    const hourAt = latestHour(now, at).getTime();
    // A run that was asked for by day must not put off the one of the night for a whole day.
    if (hourAt <= lastAt || (hourAt - lastAt) / 3_600_000 < everyHours - HOURS_OF_A_DAY / 2) return false;
  } else if (hours < everyHours) return false;
  return (
    lastImages !== ready ||
    lastJob.status === 'failed' ||
    planChangedAt > lastJob.createdAt ||
    (selection !== undefined && !isSame(stages, lastStages)) ||
    hours >= Math.max(everyHours, HOURS_OF_A_WEEK)
  );
}

const HOURS_OF_A_DAY = 24;
const HOURS_OF_A_WEEK = 168;

/** Of runs from before stages were kept, nothing is known. */
function isSame(now: Record<string, number> = {}, before?: Record<string, number>): boolean {
  if (before === undefined) return true;
  const stages = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...stages].every((stage) => (now[stage] ?? 0) === (before[stage] ?? 0));
}
