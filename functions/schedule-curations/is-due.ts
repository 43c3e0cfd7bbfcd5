import type { CurationPlan } from '../../shared/curation/curation-plan.ts';
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
}

/**
 * Whether a project should look at its images now: enough time has passed since the latest run, none is under way, and
 * there is a reason: images came or went, or the project was changed. After a whole week it looks again in any
 * case, as an image may have been replaced by another.
 */
export function isDue(
  { isOn, everyHours }: Pick<CurationPlan, 'isOn' | 'everyHours'>,
  { now, ready, lastJob, lastImages, planChangedAt }: CurationSituation,
): boolean {
  if (!isOn || ready === 0) return false;
  if (!lastJob) return true;
  if (lastJob.status === 'queued' || lastJob.status === 'running') return false;
  const hours = (now.getTime() - Date.parse(lastJob.createdAt)) / 3_600_000;
  if (hours < everyHours) return false;
  return (
    lastImages !== ready ||
    lastJob.status === 'failed' ||
    planChangedAt > lastJob.createdAt ||
    hours >= Math.max(everyHours, HOURS_OF_A_WEEK)
  );
}

const HOURS_OF_A_WEEK = 168;
