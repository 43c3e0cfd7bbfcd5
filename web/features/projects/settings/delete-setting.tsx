import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Project } from '../../../api/project.ts';
import { request } from '../../../api/request.ts';
import { ConfirmByName } from '../../shell/confirm-by-name.tsx';
import { projectCountsQuery } from '../project-queries.ts';
import { summarizeCounts } from '../summarize-counts.ts';
import { SettingCard } from './setting-card.tsx';

/** Deletes the project for good, after its name was typed. */
export function DeleteSetting({ project }: { project: Project }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const counts = useQuery(projectCountsQuery(project.id)).data;
  const total = counts === undefined ? undefined : summarizeCounts(counts).total;
  const remove = useMutation({
    mutationFn: () => request('DELETE', `projects/${project.id}`),
    onSuccess: async () => {
      await navigate({ to: '/projects' });
      client.removeQueries({ queryKey: ['projects', project.id] });
      await client.invalidateQueries({ queryKey: ['projects'] });
    },
  });
  const tasks =
    total === undefined
      ? 'its tasks'
      : total === 1
        ? 'its one task'
        : `its ${total.toLocaleString('en')} tasks`;
  return (
    <SettingCard
      title="Delete the project"
      about="For when its labels are exported or no longer wanted. To stop the work for a while, pause it."
      action={
        <Button color="red" variant="light" onClick={() => setOpen(true)}>
          Delete the project
        </Button>
      }
    >
      {isOpen && (
        <ConfirmByName
          title="Delete the project"
          name={project.name}
          action="Delete for good"
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={() => setOpen(false)}
        >
          <Text size="sm">
            This deletes {tasks} with all labels, reviews and comments, and its collections, evaluations,
            members and webhooks. Work that people have in hand is lost, and running jobs are cancelled. It
            cannot be undone.
          </Text>
          <Text size="sm" mt={8}>
            Datasets with their images, the ontology, the workflow and trained models stay, and so do the
            files of exports and snapshots. Export first what you want to keep.
          </Text>
        </ConfirmByName>
      )}
    </SettingCard>
  );
}
