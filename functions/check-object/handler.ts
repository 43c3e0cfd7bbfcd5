import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { datasetStore } from '../../shared/store/dataset-store.ts';
import { CheckedObject, checkObject, ObjectEvent } from './check-object.ts';

/** State "Check object" of ingest-asset. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ObjectEvent,
  output: CheckedObject,
  deps: (_env, { store, blobs }) => ({ blobs, datasets: datasetStore(store), assets: assetStore(store) }),
  run: checkObject,
});

export const handler = wrapHandler(definition);
