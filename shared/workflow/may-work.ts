import { NotAllowed } from '../errors.ts';
import { isAllowed } from './permissions.ts';
import type { Action } from './permissions.ts';
import type { Role } from './role.ts';
import type { Stage } from './stage.ts';
import { requireNoSelfReview } from './task-transitions.ts';
import type { Task } from './task.ts';

/** What somebody must be allowed to do to work in a stage; undefined where nobody works. */
export function workOf(kind: Stage['kind']): Action | undefined {
  if (kind === 'annotate' || kind === 'consensus') return 'annotate';
  if (kind === 'review') return 'review';
  return kind === 'agent' ? 'actAsAgent' : undefined;
}

/**
 * May this person take this task in this stage?
 *
 * @throws NotAllowed (role, or not on the stage's list), SelfReview
 */
export function requireMayWork(task: Task, stage: Stage, user: { id: string; role: Role }): void {
  const work = workOf(stage.kind);
  if (!work || !isAllowed(user.role, work)) {
    throw new NotAllowed(`As ${user.role} you may not work in the ${stage.kind} stage "${stage.name}".`, {
      stageId: stage.id,
      role: user.role,
    });
  }
  if ('collaborators' in stage.settings) {
    const { collaborators } = stage.settings;
    if (collaborators !== 'all' && !collaborators.includes(user.id)) {
      throw new NotAllowed(`Only the people named for it work in the stage "${stage.name}".`, {
        stageId: stage.id,
      });
    }
  }
  requireNoSelfReview(task, stage, user.id);
}

export function mayWork(task: Task, stage: Stage, user: { id: string; role: Role }): boolean {
  try {
    requireMayWork(task, stage, user);
    return true;
  } catch {
    return false;
  }
}
