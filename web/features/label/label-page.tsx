import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Stage } from '../../api/workflow.ts';
import { ontologyQuery, projectQuery, workflowQuery } from '../projects/project-queries.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { assetQuery, taskQuery } from './label-queries.ts';
import { LabelWorkspace } from './label-workspace.tsx';

const NO_STAGES: Stage[] = [];

/** Gathers what a task needs to be worked on. */
export function LabelPage() {
  const { taskId } = useParams({ from: '/signed-in/tasks/$taskId' });
  const task = useQuery(taskQuery(taskId));
  const asset = useQuery(assetQuery(task.data?.assetId ?? ''));
  const project = useQuery({
    ...projectQuery(task.data?.projectId ?? ''),
    enabled: task.data !== undefined,
    staleTime: 60_000,
  });
  const ontology = useQuery({ ...ontologyQuery(project.data?.ontologyId ?? ''), staleTime: 60_000 });
  const workflow = useQuery({ ...workflowQuery(project.data?.workflowId ?? ''), staleTime: 60_000 });
  const failed = [task, asset, project, ontology, workflow].find(({ error }) => error !== null);
  if (failed?.error) {
    return (
      <main className="page">
        <ErrorState error={failed.error} retry={() => void failed.refetch()} />
      </main>
    );
  }
  if (!task.data || !asset.data || !project.data || !ontology.data) {
    return (
      <main className="label-page" aria-busy="true">
        <Skeleton height="100%" radius={0} />
      </main>
    );
  }
  return (
    <LabelWorkspace
      task={task.data}
      asset={asset.data}
      project={project.data}
      ontology={ontology.data}
      stages={workflow.data?.document.stages ?? NO_STAGES}
    />
  );
}
