import { queryOptions } from '@tanstack/react-query';
import { isGoing, type Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';

/** One job, asked for again every half second until it has ended. */
export const jobQuery = (jobId: string | undefined) =>
  queryOptions({
    queryKey: ['jobs', jobId],
    queryFn: ({ signal }) => request<Job>('GET', `jobs/${jobId ?? ''}`, { signal }),
    enabled: jobId !== undefined,
    refetchInterval: ({ state }) => (state.data !== undefined && !isGoing(state.data) ? false : 500),
  });
