import * as z from 'zod';
import type { AssetStore } from '../../shared/store/asset-store.ts';

export const RemoveAssetInput = z.object({ assetId: z.string() });
export type RemoveAssetInput = z.infer<typeof RemoveAssetInput>;

export const RemovedAsset = z.object({
  assetId: z.string(),
  outcome: z.enum(['removed', 'unchanged', 'unknown']),
});
export type RemovedAsset = z.infer<typeof RemovedAsset>;

export interface RemoveAssetDeps {
  assets: Pick<AssetStore, 'remove'>;
}

/** The file is gone. Its record, tasks and labels stay, marked; a file that comes back takes its place again. */
export async function removeAsset(
  { assetId }: RemoveAssetInput,
  deps: RemoveAssetDeps,
): Promise<RemovedAsset> {
  const write = await deps.assets.remove(assetId);
  if (!write) return { assetId, outcome: 'unknown' };
  return { assetId, outcome: write.outcome === 'unchanged' ? 'unchanged' : 'removed' };
}
