import { InvalidInput, StaleRevision } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import type { OntologyContent, RadioOption } from '../../shared/labels/ontology.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';

/** Answers a classification of an image that nobody has answered yet. */
export interface Prelabel {
  taskId: string;
  /** The name of a class, which is the name of an option. */
  className: string;
}

const WAITING = ['open', 'reopened', 'skipped'];

/**
 * Writes classes as answers to one question of a classification, in tasks that wait and have no answer yet: people see
 * them when they open the task, and change what is wrong.
 *
 * @returns how many were written
 * @throws InvalidInput when no question of the classification has all class names among its answers
 */
export async function prelabelImages(
  prelabels: readonly Prelabel[],
  {
    classificationId,
    classNames,
    ontology,
    by,
  }: {
    classificationId: string;
    classNames: readonly string[];
    ontology: OntologyContent;
    by: string;
  },
  deps: { tasks: Pick<TaskStore, 'find'>; labels: Pick<LabelStore, 'get' | 'save'> },
): Promise<number> {
  const classification = ontology.classifications.find(
    ({ id, archived }) => id === classificationId && !archived,
  );
  const question = classification?.attributes.find(
    (attribute) =>
      attribute.type === 'radio' &&
      !attribute.archived &&
      classNames.every((name) => attribute.options.some((option) => isOption(option, name))),
  );
  if (!classification || question?.type !== 'radio')
    throw new InvalidInput(
      `No question of the classification has the answers ${classNames.map((name) => `"${name}"`).join(', ')}.`,
      { path: 'classificationId' },
    );
  let written = 0;
  for (const { taskId, className } of prelabels) {
    const task = await deps.tasks.find(taskId);
    if (!task || !WAITING.includes(task.status)) continue;
    const { revision, objects, classifications } = await deps.labels.get(taskId, 'main');
    if (classifications.some((one) => one.classificationId === classification.id)) continue;
    const option = question.options.find((one) => isOption(one, className))!;
    const answered = {
      id: deriveId('prelabel', taskId, classification.id),
      classificationId: classification.id,
      answers: { [question.id]: option.id },
    };
    const content = { objects, classifications: [...classifications, answered] };
    try {
      await deps.labels.save({ taskId, branch: 'main', baseRevision: revision, content, by });
      written++;
    } catch (error) {
      // Somebody has begun meanwhile: theirs stands.
      if (!(error instanceof StaleRevision)) throw error;
    }
  }
  return written;
}

function isOption(option: Pick<RadioOption, 'name' | 'archived'>, name: string): boolean {
  return !option.archived && option.name.trim().toLowerCase() === name.trim().toLowerCase();
}
