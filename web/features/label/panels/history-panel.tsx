import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../api/request.ts';
import type { RevisionChanges } from '../../../api/revision-changes.ts';
import { usePages } from '../../../api/use-pages.ts';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { LoadMore } from '../../shell/load-more.tsx';
import { notifyProblem } from '../../shell/notify-problem.ts';
import { TableSkeleton } from '../../shell/table-skeleton.tsx';
import { TimeText } from '../../shell/time-text.tsx';
import type { LabelSession } from '../saving/use-label-session.ts';

interface HistoryPanelProps {
  editor: Editor;
  taskId: string;
  session: LabelSession;
  mayEdit: boolean;
}

/** Every saved revision: who changed what, and a way back. Going back makes a new revision; nothing is lost. */
export function HistoryPanel({ editor, taskId, session, mayEdit }: HistoryPanelProps) {
  const client = useQueryClient();
  const nameOf = usePeople();
  const path = `tasks/${taskId}/labels/changes`;
  const revisions = usePages<RevisionChanges>(path, {}, { limit: 20 });
  const { saver, state } = session;
  useEffect(() => {
    if (state.kind === 'saved') void client.invalidateQueries({ queryKey: [path] });
  }, [client, path, state.kind]);
  const restore = useMutation({
    mutationFn: async (revision: number) => {
      if (saver === undefined || !(await saver.flush()))
        throw new Error('Your last changes are not saved yet.');
      await request('POST', `tasks/${taskId}/labels/restore`, {
        body: { revision },
        ifMatch: saver.revision,
      });
      await saver.takeLatest();
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
    onError: (error) => notifyProblem('The revision could not be brought back', error),
  });
  return (
    <section className="panel-form" aria-label="History">
      {revisions.error !== null && (
        <Alert color="red" p="xs">
          {revisions.error.message}
        </Alert>
      )}
      {revisions.isPending && <TableSkeleton />}
      {revisions.items?.length === 0 && (
        <Text size="xs" c="dimmed">
          Nothing has been saved yet. Every save will be listed here, and you can go back to each.
        </Text>
      )}
      {revisions.items?.map((one, index) => (
        <article key={one.revision} className="comment-thread">
          <Group gap={6} wrap="nowrap" align="flex-start">
            <div className="grow">
              <Text size="xs" fw={600}>
                {one.restoredFrom === undefined
                  ? changesText(one, (id) => editor.classOf(id)?.name ?? 'unknown')
                  : `Back to revision ${one.restoredFrom}`}
              </Text>
              <Text size="xs" c="dimmed">
                {nameOf(one.savedBy)}, <TimeText at={one.savedAt} /> · revision {one.revision}
              </Text>
            </div>
            {index > 0 && mayEdit && (
              <Button
                size="compact-xs"
                variant="default"
                loading={restore.isPending && restore.variables === one.revision}
                disabled={restore.isPending}
                onClick={() => restore.mutate(one.revision)}
              >
                Restore
              </Button>
            )}
          </Group>
        </article>
      ))}
      <LoadMore {...revisions} />
    </section>
  );
}

const VERBS = { created: 'Drew', updated: 'Changed', deleted: 'Deleted' } as const;

/** "Drew 2 Ruby, 1 Opal; deleted 1 Ruby" */
function changesText(
  { objects, classifications }: RevisionChanges,
  nameOf: (classId: string) => string,
): string {
  const parts = (['created', 'updated', 'deleted'] as const).flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const object of objects) {
      if (object.kind === kind) counts.set(object.classId, (counts.get(object.classId) ?? 0) + 1);
    }
    if (counts.size === 0) return [];
    return [`${VERBS[kind]} ${[...counts].map(([id, count]) => `${count} ${nameOf(id)}`).join(', ')}`];
  });
  if (classifications.length > 0) parts.push('Answered questions about the image');
  const text = parts.join('; ');
  return text === ''
    ? 'No change'
    : text.charAt(0) + text.slice(1).replaceAll(/; ([A-Z])/g, (part) => part.toLowerCase());
}
