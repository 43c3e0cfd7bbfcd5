import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { projectQuery } from './project-queries.ts';
import { DatasetsSetting } from './settings/datasets-setting.tsx';
import { DeleteSetting } from './settings/delete-setting.tsx';
import { EmbeddingSetting } from './settings/embedding-setting.tsx';
import { GpuSetting } from './settings/gpu-setting.tsx';
import { NameSetting } from './settings/name-setting.tsx';
import { PauseSetting } from './settings/pause-setting.tsx';
import { ReasonsSetting } from './settings/reasons-setting.tsx';
import { RevisionSetting } from './settings/revision-setting.tsx';

/** What a project is called, what it takes its images from, and how it goes on. */
export function SettingsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const project = useQuery(projectQuery(projectId)).data;
  if (project === undefined) return <TableSkeleton />;
  const isAdmin = project.role === 'admin';
  return (
    <Stack gap="md" maw={640}>
      {isAdmin && <NameSetting key={project.name} project={project} />}
      {isAdmin && <DatasetsSetting key={project.datasetIds.join()} project={project} />}
      {isAdmin && <RevisionSetting project={project} />}
      <ReasonsSetting key={project.rejectionReasons.join('\n')} project={project} />
      <EmbeddingSetting project={project} />
      <GpuSetting projectId={projectId} isAdmin={isAdmin} />
      <PauseSetting project={project} />
      {isAdmin && <DeleteSetting project={project} />}
    </Stack>
  );
}
