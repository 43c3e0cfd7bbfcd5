import { Checkbox, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';
import { TimeText } from '../../shell/time-text.tsx';
import { taskQuery } from '../label-queries.ts';

interface RejectionPanelProps {
  editor: Editor;
  task: Task;
  canResolve: boolean;
}

/** Why the task came back: each reason leads to its object and is ticked off when it is put right. */
export function RejectionPanel({ editor, task, canResolve }: RejectionPanelProps) {
  const nameOf = usePeople();
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: (change: { index: number; resolved: boolean }) =>
      request<Task>('POST', `tasks/${task.id}/resolve`, { body: { reasons: [change] } }),
    onSuccess: (changed) => client.setQueryData(taskQuery(task.id).queryKey, changed),
    onError: (error) => notifyProblem('This could not be ticked off', error),
  });
  const { rejection } = task;
  if (rejection === undefined) return null;
  const open = rejection.reasons.filter(({ resolved }) => resolved !== true).length;
  return (
    <section className="panel panel-form panel-warning" aria-label="Reasons of the rejection">
      <Text size="xs" fw={600}>
        Sent back by {nameOf(rejection.by)}, <TimeText at={rejection.at} />
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {open === 0 ? 'Everything is put right; you can submit.' : 'Tick off each reason before you submit.'}
      </Text>
      {rejection.reasons.map((reason, index) => (
        <div key={index} className="reason">
          <Checkbox
            size="xs"
            aria-label={`Put right: ${reason.reason}`}
            checked={reason.resolved === true}
            disabled={!canResolve || resolve.isPending}
            onChange={(event) => resolve.mutate({ index, resolved: event.currentTarget.checked })}
          />
          <button
            type="button"
            className="link-button"
            onClick={() => {
              if (reason.objectId === undefined || editor.store.get(reason.objectId) === undefined) return;
              editor.setTool('select');
              editor.selection.set([reason.objectId]);
              editor.camera.zoomTo([reason.objectId]);
            }}
          >
            {reason.reason}
            {reason.comment !== undefined && reason.comment !== '' && `: ${reason.comment}`}
          </button>
        </div>
      ))}
    </section>
  );
}
