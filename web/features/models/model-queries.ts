import { queryOptions } from '@tanstack/react-query';
import type { Job } from '../../api/job.ts';
import type { FineTune, ModelInUse, ModelPull } from '../../api/model.ts';
import { request } from '../../api/request.ts';

export const modelInUseQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['models', 'in-use', projectId],
    queryFn: ({ signal }) => request<ModelInUse>('GET', 'models/in-use', { query: { projectId }, signal }),
  });

/** A training that has not ended. */
export const isUnderWay = ({ status }: Job): boolean => status === 'queued' || status === 'running';

/** Asked again every other second while it trains. */
export const fineTuneQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['models', 'fine-tunes', jobId],
    queryFn: ({ signal }) => request<FineTune>('GET', `models/fine-tunes/${jobId}`, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data.job) ? 2_000 : false),
  });

/** Asked again every second while something is fetched. */
export const modelPullsQuery = queryOptions({
  queryKey: ['models', 'pulls'],
  queryFn: ({ signal }) => request<{ items: ModelPull[] }>('GET', 'models/pulls', { signal }),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ status }) => status === 'pulling') ? 1_000 : false,
});
