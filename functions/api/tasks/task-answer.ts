import { Task } from '../../../shared/workflow/task.ts';

/** A task as the API answers it. */
export const TaskAnswer = Task.meta({ id: 'Task' });
