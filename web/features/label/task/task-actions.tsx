import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type RefObject } from 'react';
import { request } from '../../../api/request.ts';
import type { RejectionReason, Task } from '../../../api/task.ts';
import { useMe } from '../../session/use-me.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';
import { assetQuery, taskQuery } from '../label-queries.ts';
import type { LabelSaver } from '../saving/label-saver.ts';
import { RejectModal } from '../review/review-panel.tsx';
import { useNextTask } from './use-next-task.ts';
import type { Review } from '../review/use-review.ts';

interface TaskActionsProps {
  task: Task;
  isMine: boolean;
  saver: LabelSaver | undefined;
  review: Review;
  reasons: string[];
  submitRef: RefObject<(() => void) | undefined>;
}

type Ending = { kind: 'submit' | 'approve' | 'release' } | { kind: 'reject'; reasons: RejectionReason[] };

/** Ends the work on a task, then brings the next one, whose picture has been loaded meanwhile. */
export function TaskActions({ task, isMine, saver, review, reasons, submitRef }: TaskActionsProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const [isRejectOpen, rejectModal] = useDisclosure();
  const isReview = task.stageKind === 'review';
  const nextTaskId = useNextTask(task, isMine);

  const toTasks = () => navigate({ to: '/projects/$projectId/tasks', params: { projectId: task.projectId } });
  const claim = useMutation({
    mutationFn: () => request<Task>('POST', `tasks/${task.id}/claim`),
    onSuccess: (claimed) => client.setQueryData(taskQuery(task.id).queryKey, claimed),
    onError: (error) => notifyProblem('The task could not be taken', error),
  });
  const end = useMutation({
    mutationFn: async (ending: Ending): Promise<Task | undefined> => {
      await review.settle();
      if (saver !== undefined && !(await saver.flush())) {
        throw new Error(
          'Your last changes are not on the server yet. They are kept here; try again when it answers.',
        );
      }
      const body = ending.kind === 'reject' ? { reasons: ending.reasons } : {};
      const isEnded = request('POST', `tasks/${task.id}/${ending.kind}`, { body });
      if (ending.kind === 'release') {
        await isEnded;
        return undefined;
      }
      // Both at once: the next task does not wait for this one to be moved on.
      const [ended, claimed] = await Promise.allSettled([isEnded, claimNext(task, nextTaskId.current)]);
      const next = claimed.status === 'fulfilled' ? claimed.value : undefined;
      if (ended.status === 'rejected') {
        if (next !== undefined) void request('POST', `tasks/${next.id}/release`).catch(() => undefined);
        throw ended.reason;
      }
      if (claimed.status === 'rejected') notifyProblem('The next task could not be taken', claimed.reason);
      // The page of the next task says it itself when its image cannot be had.
      if (next !== undefined) await client.ensureQueryData(assetQuery(next.assetId)).catch(() => undefined);
      return next;
    },
    onError: (error) => notifyProblem('This did not go through', error),
    onSuccess: async (next, ending) => {
      if (next === undefined) {
        if (ending.kind !== 'release') {
          notifications.show({ title: 'All done here', message: 'No other task is waiting in this stage.' });
        }
        await toTasks();
      } else {
        client.setQueryData(taskQuery(next.id).queryKey, next);
        await navigate({ to: '/tasks/$taskId', params: { taskId: next.id }, replace: true });
      }
      client.removeQueries({ queryKey: taskQuery(task.id).queryKey });
      // Lists and numbers can wait until the next task is on the screen.
      setTimeout(() => {
        void client.invalidateQueries({ queryKey: ['tasks'] });
        void client.invalidateQueries({ queryKey: ['projects', task.projectId] });
      }, 500);
    },
  });
  const rejected = [...review.decisions.values()].filter(({ decision }) => decision === 'rejected');
  const rejectTask = () => {
    if (rejected.length === 0) {
      rejectModal.open();
      return;
    }
    end.mutate({
      kind: 'reject',
      reasons: rejected.map(({ objectId, reason, comment }) => ({
        objectId,
        reason: reason ?? 'Rejected',
        ...(comment === undefined ? {} : { comment }),
      })),
    });
  };
  const submit =
    !isMine || end.isPending
      ? undefined
      : isReview
        ? () => (rejected.length > 0 ? rejectTask() : end.mutate({ kind: 'approve' }))
        : () => end.mutate({ kind: 'submit' });

  useEffect(() => {
    submitRef.current = submit;
  });

  if (!isMine) {
    // Work that was sent back waits for whoever did it; a hold of one's own that has run out can be taken up again.
    const isFree =
      ['open', 'reopened', 'assigned'].includes(task.status) &&
      (task.assigneeId === undefined || task.assigneeId === me.id) &&
      (['annotate', 'review'].includes(task.stageKind) || task.parentTaskId !== undefined);
    return isFree ? (
      <Button loading={claim.isPending} onClick={() => claim.mutate()}>
        Take this task
      </Button>
    ) : null;
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate({ kind: 'release' })}>
        Release
      </Button>
      {isReview ? (
        <>
          <Button variant="light" color="red" loading={end.isPending} onClick={rejectTask}>
            Reject task
          </Button>
          <Button
            color="green.9"
            loading={end.isPending}
            disabled={rejected.length > 0}
            onClick={() => end.mutate({ kind: 'approve' })}
          >
            Approve task
          </Button>
        </>
      ) : (
        <Button loading={end.isPending} onClick={() => end.mutate({ kind: 'submit' })}>
          Submit
        </Button>
      )}
      {isRejectOpen && (
        <RejectModal
          count={0}
          reasons={reasons}
          onClose={rejectModal.close}
          onReject={(reason, comment) => {
            rejectModal.close();
            end.mutate({ kind: 'reject', reasons: [{ reason, ...(comment === '' ? {} : { comment }) }] });
          }}
        />
      )}
    </Group>
  );
}

function claimNext(
  { projectId, stageId }: Task,
  preferredTaskId: string | undefined,
): Promise<Task | undefined> {
  return request<Task | undefined>('POST', 'tasks/claim-next', {
    body: { projectId, stageId, preferredTaskId },
  });
}
