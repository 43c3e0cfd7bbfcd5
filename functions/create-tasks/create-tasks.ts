import * as z from 'zod';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import { createTask } from './create-task.ts';
import type { CreateTaskDeps } from './create-task.ts';

export const CreateTasksInput = z.object({ assetId: z.string(), datasetId: z.string() });
export type CreateTasksInput = z.infer<typeof CreateTasksInput>;

export const CreatedTasks = z.object({
  created: z.int(),
  existed: z.int(),
  /** A project asks for embeddings before anybody clicks. */
  wantsEmbedding: z.boolean(),
});
export type CreatedTasks = z.infer<typeof CreatedTasks>;

export interface CreateTasksDeps extends CreateTaskDeps {
  assets: Pick<AssetStore, 'get'>;
  projects: Pick<ProjectStore, 'listOfDataset'>;
}

/** An image became ready: it gets a task in every project that uses its dataset. */
export async function createTasks(input: CreateTasksInput, deps: CreateTasksDeps): Promise<CreatedTasks> {
  const asset = await deps.assets.get(input.assetId);
  const counts = { created: 0, existed: 0, wantsEmbedding: false };
  if (asset.status !== 'ready') return counts;
  for (const project of await deps.projects.listOfDataset(input.datasetId)) {
    if ((await createTask(asset, project, deps)) === 'created') counts.created++;
    else counts.existed++;
    if (project.embedsImages === true && project.status !== 'paused') counts.wantsEmbedding = true;
  }
  return counts;
}
