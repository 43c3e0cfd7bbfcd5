import { taskIdOf } from '../../shared/store/keys.ts';
import type { Asset } from '../../shared/store/records/asset.ts';
import type { Project } from '../../shared/store/records/project.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { WorkflowStore } from '../../shared/store/workflow-store.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';

export interface CreateTaskDeps {
  tasks: Pick<TaskStore, 'find' | 'create'>;
  workflows: Pick<WorkflowStore, 'document'>;
  machines: Pick<Workflows, 'start'>;
}

/**
 * One image's task in one project, sent on its way from the start stage. Its id is derived from both, so that creating
 * it again finds it there; one that never left the start (the host was killed in between) is sent again.
 */
export async function createTask(
  asset: Pick<Asset, 'id' | 'datasetId' | 'name'>,
  project: Project,
  deps: CreateTaskDeps,
): Promise<'created' | 'exists'> {
  const taskId = taskIdOf(project.id, asset.id);
  const known = await deps.tasks.find(taskId);
  if (known && known.stageKind !== 'start') return 'exists';
  const { stages } = await deps.workflows.document(project.workflowId, project.workflowRevision);
  const start = stages.find((stage) => stage.kind === 'start');
  if (!start) throw new Error(`The workflow of the project ${project.id} has no start stage.`);
  const { task, created } = await deps.tasks.create(
    {
      id: taskId,
      projectId: project.id,
      assetId: asset.id,
      datasetId: asset.datasetId,
      imageName: asset.name,
      stageId: start.id,
      stageKind: 'start',
      status: 'advancing',
      outcome: 'next',
      priority: 50,
      labelRevision: 0,
      workflowId: project.workflowId,
      workflowRevision: project.workflowRevision,
      contributors: [],
      classIds: [],
      consensusRound: 0,
      activeSeconds: 0,
    },
    { actor: 'system', action: 'task.created' },
  );
  if (task.stageKind === 'start') await deps.machines.start('advance-task', { taskId });
  return created ? 'created' : 'exists';
}
