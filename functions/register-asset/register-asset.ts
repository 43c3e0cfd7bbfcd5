import * as z from 'zod';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { MeasuredFile } from '../measure-image/measured-file.ts';

export const RegisterAssetInput = MeasuredFile;
export type RegisterAssetInput = MeasuredFile;

export const RegisteredAsset = z.object({
  assetId: z.string(),
  datasetId: z.string(),
  status: z.enum(['ready', 'quarantined', 'removed']),
  outcome: z.enum(['created', 'replaced', 'unchanged']),
});
export type RegisteredAsset = z.infer<typeof RegisteredAsset>;

export interface RegisterAssetDeps {
  assets: Pick<AssetStore, 'register'>;
}

/** Writes down what was found out about a file. The same file twice changes nothing; a changed one is replaced. */
export async function registerAsset(
  input: RegisterAssetInput,
  deps: RegisterAssetDeps,
): Promise<RegisteredAsset> {
  const { assetId, ...file } = input;
  const name = input.key.slice(input.key.lastIndexOf('/') + 1);
  const { outcome, asset } = await deps.assets.register({ ...file, id: assetId, kind: 'image', name });
  return { assetId, datasetId: asset.datasetId, status: asset.status, outcome };
}
