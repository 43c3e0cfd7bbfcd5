import { NotFound, StaleRevision } from '../../errors.ts';
import { Task } from '../../workflow/task.ts';
import { readCounts } from '../counts/read-counts.ts';
import { keys, ownerOf } from '../keys.ts';
import type { TableAccess } from '../table/table-access.ts';
import { stagesInUse } from './stages-in-use.ts';
import { taskHops } from './task-hops.ts';
import { taskLists } from './task-lists.ts';
import { taskQueues } from './task-queues.ts';
import { taskWriter } from './task-writer.ts';
import type { Telling } from './telling.ts';

type Changed = Omit<Task, 'rev' | 'updatedAt'>;

const MOST_TRIES = 20;

export type TaskStore = ReturnType<typeof taskStore>;

/** Tasks: how they are made and moved; what is read of them comes from the lists and queues beside this file. */
export function taskStore(access: TableAccess) {
  const lists = taskLists(access);
  const writer = taskWriter(access);
  const hops = taskHops(access);
  const stages = stagesInUse(access);

  /** @throws NotFound */
  async function get(taskId: string): Promise<Task> {
    const task = await lists.find(taskId);
    if (!task) throw new NotFound('task', taskId);
    return task;
  }

  function stamp(changed: Changed, rev: number): Task {
    return { ...changed, rev, updatedAt: access.now().toISOString() };
  }

  return {
    ...lists,
    ...taskQueues(access),
    get,
    listHops: (taskId: string) => hops.list(taskId),
    listStages: (projectId: string) => stages.list(projectId),

    /** Creating a task twice is harmless: `created` is false the second time. */
    async create(
      input: Omit<Changed, 'createdAt' | 'enteredStageAt'>,
      telling: Telling,
    ): Promise<{ task: Task; created: boolean }> {
      const now = access.now().toISOString();
      const task = Task.parse(stamp({ ...input, createdAt: now, enteredStageAt: now }, 1));
      const found = await writer.write(undefined, task, telling);
      return found ? { task: found, created: false } : { task, created: true };
    },

    /**
     * Applies a pure transition, whoever else is at it: on a conflict the transition judges the fresh task again.
     * It may throw to refuse, or answer undefined to change nothing.
     *
     * @throws NotFound, and whatever the transition throws
     */
    async change(
      taskId: string,
      transition: (task: Task) => Changed | undefined,
      telling: Telling | ((before: Task, after: Task) => Telling),
      known?: Task,
    ): Promise<{ before: Task; after: Task; isChanged: boolean }> {
      let before = known ?? (await get(taskId));
      for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
        const changed = transition(before);
        if (changed === undefined || changed === before) return { before, after: before, isChanged: false };
        const after = stamp(changed, before.rev + 1);
        const told = typeof telling === 'function' ? telling(before, after) : telling;
        const found = await writer.write(before, after, told);
        if (!found) return { before, after, isChanged: true };
        before = found;
      }
      throw new StaleRevision('Several people change this task at once; try again.');
    },

    /** One try on a task as it was read: undefined when somebody was faster. What claiming is made of. */
    async tryChange(before: Task, changed: Changed, telling: Telling): Promise<Task | undefined> {
      const after = stamp(changed, before.rev + 1);
      return (await writer.write(before, after, telling)) ? undefined : after;
    },

    /** A heartbeat: one plain write, as nothing is counted or told. `undefined` when somebody was faster. */
    async touch(before: Task, changed: Changed): Promise<Task | undefined> {
      const after = stamp(changed, before.rev + 1);
      return (await writer.rewrite(before, after)) ? after : undefined;
    },

    /** How many tasks of each stage have which status. */
    counts(projectId: string): Promise<Record<string, Record<string, number>>> {
      return readCounts(access, (index) => keys.countsShard(projectId, index));
    },

    projectOf(taskId: string): string {
      return ownerOf(taskId.split('~')[0]);
    },
  };
}
