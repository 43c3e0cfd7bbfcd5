import type { EndpointDescription } from './endpoint-description.ts';
import type { ModelAccess } from './model-access.ts';
import type { Models } from './models.ts';

/** One more model, that of an endpoint, beside those which run here. */
export function withEndpoint(
  access: ModelAccess,
  description: EndpointDescription,
  remote: Pick<Models, 'encode' | 'decode' | 'predict'>,
): ModelAccess {
  const { models, library } = access;
  const by = (modelId: string) => (modelId === description.id ? remote : models);
  return {
    ...access,
    library: {
      list: async () => [...(await library.list()), { description }],
      get: async (modelId) => (modelId === description.id ? { description } : library.get(modelId)),
    },
    models: {
      ...models,
      encode: (modelId, image, options) => by(modelId).encode(modelId, image, options),
      decode: (embedding, prompts, options) => by(embedding.modelId).decode(embedding, prompts, options),
      predict: (modelId, images, options) => by(modelId).predict(modelId, images, options),
    },
  };
}
