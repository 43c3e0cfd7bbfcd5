import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project, StageCounts } from '../../api/project.ts';
import { usePages } from '../../api/use-pages.ts';
import { projectCountsQuery } from '../projects/project-queries.ts';

interface WorkflowCounts {
  /** Those that use the workflow. */
  projects: Project[];
  /** The one whose tasks are counted. */
  project: Project | undefined;
  choose: (projectId: string) => void;
  /** Live; missing until they are there. */
  counts: StageCounts['stages'] | undefined;
}

/** How many tasks of a project are in each stage of a workflow right now. */
export function useWorkflowCounts(workflowId: string): WorkflowCounts {
  const all = usePages<Project>('projects', {}, { limit: 500 }).items ?? [];
  const [chosenId, setChosenId] = useState<string>();
  const projects = all.filter((project) => project.workflowId === workflowId);
  const project = projects.find(({ id }) => id === chosenId) ?? projects.at(0);
  const counts = useQuery({
    ...projectCountsQuery(project?.id ?? ''),
    enabled: project !== undefined,
  }).data;
  return { projects, project, choose: setChosenId, counts: counts?.stages };
}
