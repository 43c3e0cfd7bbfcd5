import { queryOptions } from '@tanstack/react-query';
import { isGoing } from '../../api/job.ts';
import type { FineTune, ModelInUse } from '../../api/model.ts';
import { request } from '../../api/request.ts';

export const modelInUseQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['models', 'in-use', projectId],
    queryFn: ({ signal }) => request<ModelInUse>('GET', 'models/in-use', { query: { projectId }, signal }),
  });

/** Asked again every other second while it trains. */
export const fineTuneQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['models', 'fine-tunes', jobId],
    queryFn: ({ signal }) => request<FineTune>('GET', `models/fine-tunes/${jobId}`, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isGoing(state.data.job) ? 2_000 : false),
  });
