import { Button } from '@mantine/core';
import type { Project } from '../../../api/project.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

export function PauseSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const isPaused = project.status === 'paused';
  return (
    <SettingCard
      title={isPaused ? 'The project is paused' : 'Pause the project'}
      about={
        isPaused
          ? 'Nobody is given a task. Everything is where it was.'
          : 'Nobody is given a new task until it goes on. What people have in hand can be finished.'
      }
      action={
        <Button
          variant={isPaused ? 'filled' : 'default'}
          loading={change.isPending}
          onClick={() => change.mutate({ status: isPaused ? 'active' : 'paused' })}
        >
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
      }
    />
  );
}
