import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/request.ts';

interface Named {
  items: { id?: string; kind?: string; embedding?: string }[];
}

/** What images of a project can be compared by, beside the built-in descriptor. */
export const embeddingsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['embeddings', projectId],
    queryFn: async ({ signal }) => {
      const [models, sets] = await Promise.all([
        request<Named>('GET', 'models', { signal }),
        request<Named>('GET', 'vector-sets', { query: { projectId }, signal }),
      ]);
      return [
        ...models.items
          .filter(({ kind }) => kind === 'segmenter' || kind === 'embedder')
          .map(({ id }) => `model.${id}`),
        ...sets.items.flatMap(({ embedding }) => (embedding === undefined ? [] : [embedding])),
      ];
    },
  });
