import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import { createTask } from '../create-tasks/create-task.ts';
import type { CreateTaskDeps } from '../create-tasks/create-task.ts';

export interface CreateShardTasksDeps extends CreateTaskDeps {
  jobs: JobStore;
  projects: Pick<ProjectStore, 'get'>;
  assets: Pick<AssetStore, 'listShard'>;
}

const CHECK_EVERY = 200;

/** A project came later than its images: the ready ones of one shard of each of its datasets get their tasks. */
export function createShardTasks(step: ShardStep, deps: CreateShardTasksDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const project = await deps.projects.get(job.ownerId);
    let items = 0;
    let created = 0;
    for (const datasetId of project.datasetIds) {
      for await (const asset of deps.assets.listShard(datasetId, step.shard)) {
        if (asset.status !== 'ready') continue;
        if ((await createTask(asset, project, deps)) === 'created') created++;
        if (++items % CHECK_EVERY === 0) await check();
      }
    }
    return { items, created };
  });
}
