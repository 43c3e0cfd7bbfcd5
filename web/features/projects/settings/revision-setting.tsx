import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../../api/project.ts';
import { workflowQuery } from '../project-queries.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

/** On which revision of the workflow new tasks start. */
export function RevisionSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const workflow = useQuery(workflowQuery(project.workflowId)).data;
  const newest = workflow?.revision ?? project.workflowRevision;
  const isNewest = project.workflowRevision >= newest;
  return (
    <SettingCard
      title="Workflow"
      about={
        <>
          New tasks start on revision {project.workflowRevision} of{' '}
          <Anchor component={Link} to={`/workflows/${project.workflowId}`} size="sm" underline="always">
            {workflow?.name ?? 'the workflow'}
          </Anchor>
          {isNewest
            ? ', which is the newest.'
            : `; the newest is ${newest}. Tasks on their way stay on the revision that they started on.`}
        </>
      }
      action={
        <Button
          loading={change.isPending}
          disabled={isNewest}
          onClick={() => change.mutate({ workflowRevision: newest })}
        >
          {isNewest ? 'Up to date' : `Start new tasks on revision ${newest}`}
        </Button>
      }
    />
  );
}
