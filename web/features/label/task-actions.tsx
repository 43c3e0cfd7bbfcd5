import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type RefObject } from 'react';
import type { Asset } from '../../api/asset.ts';
import { request } from '../../api/request.ts';
import type { RejectionReason, Task } from '../../api/task.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { assetQuery, embeddingQuery, imageBlobQuery, peekNextTask, taskQuery } from './label-queries.ts';
import type { LabelSaver } from './label-saver.ts';
import { RejectModal } from './review-panel.tsx';
import type { Review } from './use-review.ts';

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
  const [isRejectOpen, rejectModal] = useDisclosure();
  const isReview = task.stageKind === 'review';
  usePrefetchNext(task, isMine);

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
      await request('POST', `tasks/${task.id}/${ending.kind}`, { body });
      void client.invalidateQueries({ queryKey: ['tasks'] });
      void client.invalidateQueries({ queryKey: ['projects', task.projectId] });
      client.removeQueries({ queryKey: taskQuery(task.id).queryKey });
      if (ending.kind === 'release') return undefined;
      return request<Task | undefined>('POST', 'tasks/claim-next', {
        body: { projectId: task.projectId, stageId: task.stageId },
      });
    },
    onError: (error) => notifyProblem('This did not go through', error),
    onSuccess: async (next, ending) => {
      if (next === undefined) {
        if (ending.kind !== 'release') {
          notifications.show({ title: 'All done here', message: 'No other task is waiting in this stage.' });
        }
        await toTasks();
        return;
      }
      client.setQueryData(taskQuery(next.id).queryKey, next);
      await navigate({ to: '/tasks/$taskId', params: { taskId: next.id }, replace: true });
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
    const isFree =
      ['open', 'reopened', 'assigned'].includes(task.status) &&
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

/**
 * Loads the picture of the task that will most likely come next, and has it made ready for smart outlines when this
 * task's was.
 */
function usePrefetchNext(task: Task, isMine: boolean): void {
  const client = useQueryClient();
  const { data: next } = useQuery({
    queryKey: ['next-task', task.id],
    queryFn: async () => (await peekNextTask(task.projectId, task.stageId, task.id)) ?? null,
    enabled: isMine,
    staleTime: Infinity,
  });
  useEffect(() => {
    if (next === null || next === undefined) return;
    if (client.getQueryData(embeddingQuery(task.id).queryKey) !== undefined) {
      void client.prefetchQuery(embeddingQuery(next.id));
    }
    client.fetchQuery(assetQuery(next.assetId)).then(
      (asset: Asset) => client.prefetchQuery(imageBlobQuery(asset.id, asset.imageUrl)),
      () => undefined,
    );
  }, [client, next, task.id]);
}
