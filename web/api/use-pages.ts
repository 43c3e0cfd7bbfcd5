import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './page.ts';
import { request } from './request.ts';

interface UsePagesOptions {
  limit?: number;
  enabled?: boolean;
  refetchIntervalMs?: number | false;
}

/** A paged list of the API: what is loaded so far, and how to load more. */
export function usePages<T>(
  path: string,
  query: Record<string, string | undefined> = {},
  options: UsePagesOptions = {},
) {
  const result = useInfiniteQuery({
    queryKey: [path, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Page<T>>('GET', path, {
        query: { ...query, limit: options.limit ?? 100, pageToken: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.nextPageToken,
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchIntervalMs ?? false,
  });
  const { data } = result;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return { ...result, items };
}
