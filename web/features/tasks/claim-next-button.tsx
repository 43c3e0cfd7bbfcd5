import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { request } from '../../api/request.ts';
import type { Task } from '../../api/task.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

/** Takes the next task of a project (or of one stage) and opens it. */
export function ClaimNextButton({ projectId, stageId }: { projectId: string; stageId?: string }) {
  const navigate = useNavigate();
  const claim = useMutation({
    mutationFn: () => request<Task | undefined>('POST', 'tasks/claim-next', { body: { projectId, stageId } }),
    onError: (error) => notifyProblem('No task could be taken', error),
    onSuccess: async (task) => {
      if (task === undefined) {
        notifications.show({
          title: 'Nothing is waiting for you',
          message: 'Every task that you may work on is done or in somebody’s hands.',
        });
      } else {
        await navigate({ to: '/tasks/$taskId', params: { taskId: task.id } });
      }
    },
  });
  return (
    <Button
      leftSection={<IconPlayerPlay size={15} />}
      loading={claim.isPending}
      onClick={() => claim.mutate()}
    >
      Start working
    </Button>
  );
}
