import { NotFound } from '../../../shared/errors.ts';
import { ownerOf, parentTaskOf } from '../../../shared/store/keys.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../../shared/store/workflow-store.ts';
import type { Action } from '../../../shared/workflow/permissions.ts';
import type { Role } from '../../../shared/workflow/role.ts';
import type { Stage } from '../../../shared/workflow/stage.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { projectAccess } from '../project-access.ts';

export type TaskContext = ReturnType<typeof taskContext>;

/** What every route on a task begins with: the task, the person's role, and the stage that the task is in. */
export function taskContext(deps: ApiDeps) {
  const tasks = taskStore(deps.store);
  const workflows = workflowStore(deps.store);
  const access = projectAccess(deps);

  async function stageOf(task: Task): Promise<Stage | undefined> {
    const workflow = await workflows.document(task.workflowId, task.workflowRevision);
    return workflow.stages.find((stage) => stage.id === task.stageId);
  }

  return {
    tasks,
    workflows,
    access,
    stageOf,

    /** @throws NotFound (also for members of other projects only), NotAllowed */
    async open(user: SignedInUser, taskId: string, action: Action): Promise<{ task: Task; role: Role }> {
      const role = await access
        .require(user, ownerOf(parentTaskOf(taskId)), action)
        .catch((error: unknown) => {
          throw error instanceof NotFound ? new NotFound('task', taskId) : error;
        });
      return { task: await tasks.get(taskId), role };
    },

    /** Moves a task on after somebody acted. Left to the sweep when it fails: what was acted is stored already. */
    async advance(taskId: string): Promise<Task> {
      try {
        await deps.workflows.startSync('advance-task', { taskId });
      } catch (error) {
        deps.log.warn('A task waits for the sweep to move it on.', {
          taskId,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      return tasks.get(taskId);
    },
  };
}
