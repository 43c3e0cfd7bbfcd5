import { Anchor, Group, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { WorkflowGraph } from '../workflows/workflow-graph.tsx';
import { InstructionsCard } from './instructions-card.tsx';
import { ProjectNumbers } from './project-numbers.tsx';
import { ontologyQuery, projectCountsQuery, projectQuery, workflowQuery } from './project-queries.ts';
import { RejectionReasons } from './rejection-reasons.tsx';
import { StageTable } from './stage-table.tsx';
import { summarizeCounts } from './summarize-counts.ts';

export function ProjectOverview() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const navigate = useNavigate();
  const project = useQuery(projectQuery(projectId)).data;
  const counts = useQuery(projectCountsQuery(projectId)).data;
  const workflow = useQuery(workflowQuery(project?.workflowId ?? '')).data;
  const ontology = useQuery(ontologyQuery(project?.ontologyId ?? '')).data;
  const summary = counts === undefined ? undefined : summarizeCounts(counts);
  const openStage = (stageId: string) =>
    void navigate({ to: '/projects/$projectId/tasks', params: { projectId }, search: { stageId } });
  return (
    <Stack gap="md">
      <div className="card card-pad">
        <Group justify="space-between" mb={6}>
          <Text size="sm" className="number">
            {summary === undefined ? ' ' : `${summary.done} of ${summary.total} tasks done`}
          </Text>
          <Group gap="md">
            <Text size="xs" c="dimmed">
              Ontology{' '}
              <Anchor component={Link} to={`/ontologies/${project?.ontologyId ?? ''}`} size="xs">
                {ontology?.name ?? '…'}
              </Anchor>
            </Text>
            <Text size="xs" c="dimmed">
              Workflow{' '}
              <Anchor component={Link} to={`/workflows/${project?.workflowId ?? ''}`} size="xs">
                {workflow?.name ?? '…'}
              </Anchor>
            </Text>
          </Group>
        </Group>
        <Progress
          size="md"
          value={summary === undefined || summary.total === 0 ? 0 : (100 * summary.done) / summary.total}
          aria-label="Tasks done"
        />
      </div>
      <section className="card card-pad">
        <Title order={2} mb="sm">
          Where the tasks are
        </Title>
        {workflow === undefined ? (
          <Skeleton height={180} />
        ) : (
          <WorkflowGraph stages={workflow.document.stages} counts={counts?.stages} onOpenStage={openStage} />
        )}
      </section>
      {workflow !== undefined && counts !== undefined && (
        <StageTable stages={workflow.document.stages} counts={counts.stages} projectId={projectId} />
      )}
      <RejectionReasons projectId={projectId} />
      {(project?.role === 'admin' || project?.role === 'teamManager') && (
        <ProjectNumbers projectId={projectId} />
      )}
      {project !== undefined && <InstructionsCard project={project} />}
    </Stack>
  );
}
