import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

/** What a person does with a job: stop it, or fetch the file that it made. */
export function useJobActions() {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: (job: Job) => request('POST', `jobs/${job.id}/cancel`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError: (error) => notifyProblem('The job could not be cancelled', error),
  });
  const download = useMutation({
    mutationFn: (job: Job) => request<{ downloadUrl: string }>('GET', `exports/${job.id}`),
    onSuccess: ({ downloadUrl }) => {
      const link = document.createElement('a');
      link.href = downloadUrl;
      link.download = '';
      link.click();
    },
    onError: (error) => notifyProblem('The file could not be fetched', error),
  });
  return { cancel, download };
}

/** The job has left a file to be fetched. */
export const hasFile = (job: Job): boolean =>
  job.status === 'succeeded' && job.kind === 'export-labels' && typeof job.result?.file === 'string';
