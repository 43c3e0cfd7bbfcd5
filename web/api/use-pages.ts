import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './page.ts';
import { request } from './request.ts';

interface UsePagesOptions {
  limit?: number;
  enabled?: boolean;
  refetchIntervalMs?: number | false;
}

/** A list of more pages is not read again by itself: each would cost a request. */
const MOST_READ_AGAIN = 5;

const isShort = (query: { state: { data: InfiniteData<unknown> | undefined } }): boolean =>
  (query.state.data?.pages.length ?? 0) <= MOST_READ_AGAIN;

/** A paged list of the API: what is loaded so far, and how to load more. */
export function usePages<T>(
  path: string,
  query: Record<string, string | undefined> = {},
  options: UsePagesOptions = {},
) {
  const limit = options.limit ?? 100;
  const interval = options.refetchIntervalMs ?? false;
  const result = useInfiniteQuery({
    queryKey: [path, query, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Page<T>>('GET', path, {
        query: { ...query, limit, pageToken: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.nextPageToken,
    enabled: options.enabled ?? true,
    refetchInterval: (asked) => isShort(asked) && interval,
    refetchOnMount: isShort,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
  });
  const { data } = result;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return { ...result, items };
}
