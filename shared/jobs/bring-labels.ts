import { StaleRevision } from '../errors.ts';
import { diffLabelContent } from '../labels/diff-label-content.ts';
import type { LabelContent, LabelDocument } from '../labels/label-document.ts';
import type { LabelStore } from '../store/label-store.ts';
import type { TaskStore } from '../store/tasks/task-store.ts';

export interface BringLabelsDeps {
  labels: Pick<LabelStore, 'get' | 'save'>;
  tasks: Pick<TaskStore, 'find' | 'change'>;
}

interface Bringing {
  taskId: string;
  /** What the labels become, from what they are; undefined: they stay. Called again when somebody saved meanwhile. */
  next: (current: LabelDocument) => LabelContent | undefined;
  by: string;
  /** For the audit trail, such as `task.labelsRestored`. */
  action: string;
  details: Record<string, unknown>;
  /** Only answer what would happen. */
  dryRun?: boolean;
}

const MOST_TRIES = 10;

/**
 * A job writes the next revision of a task's labels on `main`. Whoever has the task open is told at their next save,
 * and merges. Doing it again changes nothing: content that is there already is not saved once more.
 */
export async function bringLabels(
  { taskId, next, by, action, details, dryRun = false }: Bringing,
  deps: BringLabelsDeps,
): Promise<'changed' | 'same' | 'kept' | 'missing'> {
  if (!(await deps.tasks.find(taskId))) return 'missing';
  for (let attempt = 1; ; attempt++) {
    const current = await deps.labels.get(taskId, 'main');
    const content = next(current);
    if (content === undefined) return 'kept';
    const isSame = current.revision > 0 && isUnchanged(current, content);
    if (dryRun) return isSame ? 'same' : 'changed';
    try {
      const { revision } = isSame
        ? current
        : await deps.labels.save({
            taskId,
            branch: 'main',
            baseRevision: current.revision,
            content,
            by,
            keepsAuthors: true,
          });
      const classIds = [...new Set(content.objects.map((object) => object.classId))].slice(0, 200);
      await deps.tasks.change(
        taskId,
        (task) =>
          task.labelRevision >= revision ? undefined : { ...task, labelRevision: revision, classIds },
        { actor: by, action, details: { ...details, revision } },
      );
      return isSame ? 'same' : 'changed';
    } catch (error) {
      if (!(error instanceof StaleRevision) || attempt === MOST_TRIES) throw error;
    }
  }
}

function isUnchanged(before: LabelContent, after: LabelContent): boolean {
  const { objects, classifications } = diffLabelContent(before, after);
  return [objects, classifications].every(
    ({ created, updated, deleted }) => created.length + updated.length + deleted.length === 0,
  );
}
