import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectRemains } from '../../shared/store/project-remains.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';

export interface RemoveProjectShardDeps {
  jobs: JobStore;
  projects: Pick<ProjectStore, 'remove'>;
  remains: ProjectRemains;
}

const CHECK_EVERY = 200;

/** A project was deleted: the tasks of one shard go, with all that was done on them; the first shard takes the rest. */
export function removeProjectShard(step: ShardStep, deps: RemoveProjectShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    // Gone already, unless the request was cut off. Without its record no task is made behind us.
    await deps.projects.remove(job.ownerId);
    let items = 0;
    await deps.remains.removeShard(job.ownerId, step.shard, async () => {
      if (++items % CHECK_EVERY === 0) await check();
    });
    if (step.shard === 0) await deps.remains.removeRest(job.ownerId);
    return { items };
  });
}
