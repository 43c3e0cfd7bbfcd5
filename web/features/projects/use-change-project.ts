import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

export type ProjectChange = Partial<
  Pick<Project, 'name' | 'status' | 'datasetIds' | 'workflowRevision' | 'rejectionReasons' | 'embedsImages'>
>;

/** Saves a change of a project's settings and says so. */
export function useChangeProject(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ProjectChange) => request('PATCH', `projects/${projectId}`, { body: change }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      notifications.show({ message: 'Saved.' });
    },
    onError: (error) => notifyProblem('This was not saved', error),
  });
}
