import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { asyncEndpoint } from '../models/async-endpoint.ts';
import { endpointModels } from '../models/endpoint-models.ts';
import { gpuMeter } from '../models/gpu-meter.ts';
import { gpuPrices } from '../models/gpu-prices.ts';
import type { ModelAccess } from '../models/model-access.ts';
import { withEndpoint } from '../models/with-endpoint.ts';
import { gpuBudgetStore } from '../store/gpu-budget-store.ts';
import type { Seams } from './seams.ts';

/** Adds the model of the GPU endpoint where the models stack is deployed and the function may ask it. */
export function endpointSeam(
  access: ModelAccess,
  { blobs, store }: Pick<Seams, 'blobs' | 'store'>,
  env: Record<string, string | undefined> = process.env,
): ModelAccess {
  const { MODELS_ENDPOINT: endpoint, MODELS_ENDPOINT_MODEL: name, BUCKET_NAME: bucket } = env;
  if (!endpoint || !name || !bucket) return access;
  const modelId = name.slice(name.lastIndexOf('/') + 1);
  const ask = asyncEndpoint({ client: new SageMakerRuntimeClient({}), blobs, bucket, endpoint, modelId });
  const meter = gpuMeter(gpuBudgetStore(store), gpuPrices(env).servingDollarsPerHour);
  const licence = env.MODELS_ENDPOINT_LICENCE ?? 'unknown';
  return withEndpoint(
    access,
    { id: modelId, name: `${modelId} (GPU)`, kind: 'endpoint', licence },
    endpointModels({ ask, blobs, modelId, meter }),
  );
}
