import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { removeAsset, RemoveAssetInput, RemovedAsset } from './remove-asset.ts';

/** State "Remove asset" of ingest-asset. */
export const definition = defineHandler({
  env: StoreEnv,
  input: RemoveAssetInput,
  output: RemovedAsset,
  deps: (_env, { store }) => ({ assets: assetStore(store) }),
  run: removeAsset,
});

export const handler = wrapHandler(definition);
