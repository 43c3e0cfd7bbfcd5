import type { EmbedImagesInput } from '../../shared/jobs/job-input.ts';
import { projectModelStore } from '../../shared/store/project-model-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { startJob } from './start-job.ts';

/** A job that embeds the images which a project has already; new ones are embedded as they arrive. */
export async function startEmbeddingImages(deps: ApiDeps, projectId: string, by: string): Promise<void> {
  if (!deps.models) return;
  const { choices } = await projectModelStore(deps.store).get(projectId);
  const modelId = choices.at(-1)?.modelId ?? (await deps.models.activeModelId());
  const input: EmbedImagesInput = { projectId, modelId };
  await startJob(deps, { ownerId: projectId, kind: 'embed-images', input, createdBy: by });
}
