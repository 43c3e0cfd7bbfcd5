import { queryOptions } from '@tanstack/react-query';
import type { Ontology } from '../../api/ontology.ts';
import type { Project, StageCounts } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import type { Workflow } from '../../api/workflow.ts';

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId],
    queryFn: ({ signal }) => request<Project>('GET', `projects/${projectId}`, { signal }),
  });

/** Live: asked again every 3 seconds while somebody looks. */
export const projectCountsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'counts'],
    queryFn: ({ signal }) => request<StageCounts>('GET', `projects/${projectId}/counts`, { signal }),
    refetchInterval: 3_000,
  });

export const ontologyQuery = (ontologyId: string) =>
  queryOptions({
    queryKey: ['ontologies', ontologyId],
    queryFn: ({ signal }) => request<Ontology>('GET', `ontologies/${ontologyId}`, { signal }),
    enabled: ontologyId !== '',
  });

export const workflowQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflows', workflowId],
    queryFn: ({ signal }) => request<Workflow>('GET', `workflows/${workflowId}`, { signal }),
    enabled: workflowId !== '',
  });
