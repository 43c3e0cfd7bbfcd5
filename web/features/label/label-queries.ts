import { queryOptions } from '@tanstack/react-query';
import type { LabelContent } from '../../../shared/labels/label-document.ts';
import type { Asset } from '../../api/asset.ts';
import { request, requestWithMeta } from '../../api/request.ts';
import type { Task } from '../../api/task.ts';
import type { RevisedContent } from './saving/label-saver.ts';

export const taskQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId],
    queryFn: ({ signal }) => request<Task>('GET', `tasks/${taskId}`, { signal }),
  });

export const assetQuery = (assetId: string) =>
  queryOptions({
    queryKey: ['asset', assetId],
    queryFn: ({ signal }) => request<Asset>('GET', `assets/${assetId}`, { signal }),
    enabled: assetId !== '',
  });

/** The picture itself; kept for a while, so that the prefetched next image is there at once. */
export const imageBlobQuery = (assetId: string, url: string | undefined) =>
  queryOptions({
    queryKey: ['image', assetId],
    queryFn: async ({ signal }) => {
      const response = await fetch(url ?? '', { signal });
      if (!response.ok) throw new Error(`The image could not be loaded (${response.status}).`);
      return response.blob();
    },
    enabled: url !== undefined,
    staleTime: Infinity,
    gcTime: 120_000,
  });

/** The branch is the server's to choose: `main`, or in a consensus round one's own. */
export async function fetchLabels(taskId: string): Promise<RevisedContent> {
  const { data } = await requestWithMeta<LabelContent & { revision: number }>(
    'GET',
    `tasks/${taskId}/labels`,
  );
  return {
    revision: data.revision,
    content: { objects: data.objects, classifications: data.classifications },
  };
}

/** Labels loaded before their task is taken; who opens the task looks for newer ones. */
export const labelsAheadQuery = (taskId: string) =>
  queryOptions({ queryKey: ['labels-ahead', taskId], queryFn: () => fetchLabels(taskId), staleTime: 0 });

/** Has the server make a task's picture ready for smart outlines; it keeps the result. */
export const embeddingQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['embedding', taskId],
    queryFn: ({ signal }) =>
      request<{ modelId: string }>('POST', `tasks/${taskId}/embedding`, { body: {}, signal }),
    staleTime: 600_000,
    retry: false,
  });
