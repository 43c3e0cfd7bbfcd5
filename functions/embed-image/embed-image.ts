import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { ProjectModelStore } from '../../shared/store/project-model-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';

export const EmbedImageInput = z.object({ assetId: z.string(), datasetId: z.string() });
export type EmbedImageInput = z.infer<typeof EmbedImageInput>;

/** By which models the image is embedded. */
export const EmbeddedImage = z.object({ modelIds: z.array(z.string()) });
export type EmbeddedImage = z.infer<typeof EmbeddedImage>;

export interface EmbedImageDeps {
  assets: Pick<AssetStore, 'get'>;
  projects: Pick<ProjectStore, 'listOfDataset'>;
  chosen: Pick<ProjectModelStore, 'get'>;
  access: Pick<ModelAccess, 'activeModelId'> & { models: Pick<ModelAccess['models'], 'encode'> };
  blobs: Pick<Blobs, 'get'>;
  /** Does the work before it answers, or has it done behind the scenes. */
  work: (task: () => Promise<void>) => Promise<void>;
}

/**
 * Embeds a new image by the model in use of every project that asks for it, so that its first click is quick. Batch
 * work: clicks of people overtake it. One that is there already is left alone.
 *
 * @throws ImageFault, ModelUnusable, NotFound when it cannot be done now: the first click tries again
 */
export async function embedImage(input: EmbedImageInput, deps: EmbedImageDeps): Promise<EmbeddedImage> {
  const projects = await deps.projects.listOfDataset(input.datasetId);
  /** With the project that pays, where it costs something: the first that asks. */
  const modelIds = new Map<string, string>();
  for (const { id, embedsImages, status } of projects) {
    if (embedsImages !== true || status === 'paused') continue;
    const own = (await deps.chosen.get(id)).choices.at(-1)?.modelId;
    const modelId = own ?? (await deps.access.activeModelId());
    if (!modelIds.has(modelId)) modelIds.set(modelId, id);
  }
  if (modelIds.size === 0) return { modelIds: [] };
  const { sha256, datasetId, key: name } = await deps.assets.get(input.assetId);
  const key = blobKeys.image(datasetId, name);
  const image = { sha256, key, read: () => deps.blobs.get(key) };
  await deps.work(async () => {
    for (const [modelId, projectId] of modelIds) {
      await deps.access.models.encode(modelId, { ...image, projectId }, { priority: 'batch' });
    }
  });
  return { modelIds: [...modelIds.keys()] };
}
