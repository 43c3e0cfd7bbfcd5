import { newId } from '../../shared/ids.ts';
import { executionNameOf } from '../../shared/jobs/execution-name.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { ApiDeps } from './api-deps.ts';

export interface NewJob {
  /** A project, a dataset or `system`. */
  ownerId: string;
  /** The name of its state machine. */
  kind:
    | 'create-project-tasks'
    | 'remove-dataset'
    | 'remove-project'
    | 'scan-dataset'
    | 'freeze-snapshot'
    | 'export-labels'
    | 'restore-snapshot'
    | 'outline-boxes'
    | 'embed-images'
    | 'import-labels'
    | 'import-predictions'
    | 'evaluate'
    | 'curate'
    | 'fine-tune';
  input: Record<string, unknown>;
  createdBy: string;
}

/** Writes the job down, then starts its machine. A start that fails is made up for by the sweep over jobs. */
export async function startJob(
  deps: Pick<ApiDeps, 'store' | 'workflows' | 'log'>,
  job: NewJob,
): Promise<Job> {
  const jobs = jobStore(deps.store);
  const { id } = await jobs.create({ ...job, id: `${job.ownerId}.${newId(deps.store.now())}` });
  try {
    const { executionId } = await deps.workflows.start(
      job.kind,
      { jobId: id },
      { name: executionNameOf(id, 1) },
    );
    return await jobs.start(id, { executionId });
  } catch (error) {
    deps.log.warn('A job could not be started; the sweep will try again.', {
      jobId: id,
      error: String(error),
    });
    return jobs.get(id);
  }
}
