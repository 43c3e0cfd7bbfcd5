import { Switch } from '@mantine/core';
import type { Project } from '../../../api/project.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

/** Whether the model in use looks at images before anybody clicks. */
export function EmbeddingSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  return (
    <SettingCard
      title="Prepare images for smart outlines"
      about="The model in use looks at the images that are here, in a job, and at every new one as it arrives, so that the first click is answered at once. Clicks of people come first. Without this, the first click on an image waits for it."
      action={
        <Switch
          aria-label="Prepare images before the first click"
          checked={project.embedsImages === true}
          disabled={change.isPending}
          onChange={({ currentTarget }) => change.mutate({ embedsImages: currentTarget.checked })}
        />
      }
    />
  );
}
