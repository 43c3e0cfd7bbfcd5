import { NotAllowed, NotHolder, WrongStage } from '../../../shared/errors.ts';
import { isAllowed } from '../../../shared/workflow/permissions.ts';
import type { Role } from '../../../shared/workflow/role.ts';
import type { Stage } from '../../../shared/workflow/stage.ts';
import type { Task } from '../../../shared/workflow/task.ts';

interface Asking {
  task: Task;
  stage: Stage | undefined;
  branch: string;
  user: { id: string };
  role: Role;
}

/**
 * Annotators of a consensus round are blind to each other: a branch is read by its owner, by managers, and by
 * reviewers once the round is over.
 *
 * @throws NotAllowed
 */
export function requireReadable({ task, branch, user, role }: Asking): void {
  if (!branch.startsWith('consensus/') || branch === `consensus/${user.id}` || isAllowed(role, 'manageTasks'))
    return;
  if (isAllowed(role, 'review') && task.stageKind !== 'consensus') return;
  throw new NotAllowed('The annotators of a consensus round do not see each other’s labels.', { branch });
}

/** @throws NotHolder, WrongStage, NotAllowed */
export function requireWritable({ task, stage, branch, user, role }: Asking): void {
  if (branch.startsWith('prediction/') || (branch === 'main' && stage?.kind === 'agent')) {
    if (isAllowed(role, 'actAsAgent')) return;
    throw new NotAllowed('Only agents write here.', { branch });
  }
  if (task.status !== 'assigned' || task.assigneeId !== user.id) {
    throw new NotHolder('Claim this task before you change its labels.', { status: task.status });
  }
  if (stage?.kind === 'review' && !stage.settings.editLabels) {
    throw new WrongStage(
      `In the review stage "${stage.name}" labels are judged, not edited; reject what is wrong.`,
      {
        stageId: stage.id,
      },
    );
  }
  const own = task.branch ?? 'main';
  if (branch !== own)
    throw new NotAllowed(`Your labels of this task belong to the branch "${own}".`, { branch });
}
