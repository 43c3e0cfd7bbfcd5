import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { LabelPreview } from '../../api/label-preview.ts';
import { request } from '../../api/request.ts';

/** One request asks for so many images that stand beside each other. */
const BLOCK = 60;

/**
 * The labels of the images that are looked at, in one project: `assets` are all that are loaded, `first` and `last`
 * the ends of what is shown. Whole blocks are asked for, so scrolling a row asks for nothing new.
 */
export function useLabelPreviews(
  projectId: string | undefined,
  assets: readonly { id: string }[],
  first: number,
  last: number,
): ReadonlyMap<string, LabelPreview> {
  const blocks: string[] = [];
  for (let start = first - (first % BLOCK); start <= last && start < assets.length; start += BLOCK) {
    const block = assets.slice(start, start + BLOCK);
    blocks.push(block.map(({ id }) => id).join(','));
  }
  return useQueries({
    queries:
      projectId === undefined
        ? []
        : blocks.map((ids) => ({
            queryKey: ['label-previews', projectId, ids],
            queryFn: ({ signal }: { signal: AbortSignal }) =>
              request<{ items: LabelPreview[] }>('GET', 'label-previews', {
                query: { projectId, assetIds: ids },
                signal,
              }),
            staleTime: 30_000,
            placeholderData: keepPreviousData,
          })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => data?.items ?? []).map((item) => [item.assetId, item])),
  });
}
