import type { Task } from '../workflow/task.ts';
import type { TaskSelection } from './job-input.ts';

/** `completed`: the workflow is through with it (an image without any object counts). `labelled`: somebody saved labels. */
export function isSelected(
  task: Pick<Task, 'stageKind'>,
  labelRevision: number,
  include: TaskSelection,
): boolean {
  return include === 'completed' ? task.stageKind === 'complete' : labelRevision > 0;
}
