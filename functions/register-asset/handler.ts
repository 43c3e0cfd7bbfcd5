import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { registerAsset, RegisterAssetInput, RegisteredAsset } from './register-asset.ts';

/** State "Register asset" of ingest-asset. */
export const definition = defineHandler({
  env: StoreEnv,
  input: RegisterAssetInput,
  output: RegisteredAsset,
  deps: (_env, { store }) => ({ assets: assetStore(store) }),
  run: registerAsset,
});

export const handler = wrapHandler(definition);
