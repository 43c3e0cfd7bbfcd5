import { InvalidInput } from '../errors.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import { ProjectModel } from './records/project-model.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'model of a project', version: 1, schema: ProjectModel };
const MOST_CHOICES = 50;

export type ProjectModelStore = ReturnType<typeof projectModelStore>;

/** The model that answers in each project. A project that never chose uses what this Lapidary uses. */
export function projectModelStore(access: TableAccess) {
  async function change(projectId: string, next: (current: ProjectModel) => ProjectModel) {
    const key = keys.projectModel(projectId);
    await createRecord(access, format, key, { projectId, choices: [] });
    return (await updateRecord(access, format, key, next)) ?? { projectId, choices: [] };
  }

  return {
    async get(projectId: string): Promise<ProjectModel> {
      return (await getRecord(access, format, keys.projectModel(projectId))) ?? { projectId, choices: [] };
    },

    /** From the next click on. Choosing what is chosen already changes nothing. */
    promote(projectId: string, modelId: string, by: string): Promise<ProjectModel> {
      const at = access.now().toISOString();
      return change(projectId, (current) =>
        current.choices.at(-1)?.modelId === modelId
          ? current
          : { ...current, choices: [...current.choices, { modelId, by, at }].slice(-MOST_CHOICES) },
      );
    },

    /** Back to the choice before, or to none. @throws InvalidInput when the project never chose */
    rollBack(projectId: string): Promise<ProjectModel> {
      return change(projectId, (current) => {
        if (current.choices.length === 0)
          throw new InvalidInput(
            'This project has chosen no model of its own: there is nothing to go back to.',
          );
        return { ...current, choices: current.choices.slice(0, -1) };
      });
    },
  };
}
