import { ActionIcon, Button, Group, Menu, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { projectQuery } from '../projects/project-queries.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { ExploreState } from './explore-state.ts';

interface SavedViewsProps {
  projectId: string;
  state: ExploreState;
  onOpen: (state: ExploreState) => void;
}

/** Filters, thresholds and grouping under a name, for everybody in the project. */
export function SavedViews({ projectId, state, onOpen }: SavedViewsProps) {
  const client = useQueryClient();
  const project = useQuery(projectQuery(projectId)).data;
  const [name, setName] = useState('');
  const views = project?.views ?? [];
  const mayKeep = project?.role === 'admin' || project?.role === 'teamManager';
  const save = useMutation({
    mutationFn: (next: NonNullable<Project['views']>) =>
      request<Project>('PATCH', `projects/${projectId}`, { body: { views: next } }),
    onSuccess: async () => {
      setName('');
      await client.invalidateQueries({ queryKey: ['projects', projectId] });
    },
    onError: (error) => notifyProblem('The views could not be kept', error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kept = name.trim();
    save.mutate([...views.filter((view) => view.name !== kept), { name: kept, state: { ...state } }]);
  };
  return (
    <Menu width={300} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconBookmark size={14} />}>
          Views
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            No view is kept yet.
          </Text>
        )}
        {views.map((view) => (
          <Group key={view.name} wrap="nowrap" gap={4}>
            <Menu.Item
              closeMenuOnClick
              onClick={() => {
                const parsed = ExploreState.safeParse(view.state);
                if (parsed.success) onOpen(parsed.data);
                else notifyProblem(`"${view.name}" cannot be read any more`, parsed.error);
              }}
            >
              {view.name}
            </Menu.Item>
            {mayKeep && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Forget ${view.name}`}
                onClick={() => save.mutate(views.filter((other) => other.name !== view.name))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {mayKeep && (
          <form onSubmit={submit}>
            <Group gap={6} p={6} wrap="nowrap">
              <TextInput
                size="xs"
                className="grow"
                aria-label="Name of the view"
                placeholder="Keep this view as …"
                maxLength={100}
                value={name}
                onKeyDown={(event) => event.stopPropagation()}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button size="xs" type="submit" disabled={name.trim() === ''} loading={save.isPending}>
                Keep view
              </Button>
            </Group>
          </form>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
