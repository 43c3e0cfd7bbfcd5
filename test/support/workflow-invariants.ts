import { expect } from 'vitest';
import { auditStore } from '../../shared/store/audit-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { routeStore } from '../../shared/store/route-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import type { Task } from '../../shared/workflow/task.ts';
import type { TaskWorld } from './task-world.ts';
import type { Acknowledged } from './workflow-crew.ts';

/** `<revision> <router stage>` → what the task with each ordinal was sent along. Kept when a task is routed anew. */
export type Turns = Map<string, Map<number, { taskId: string; pathway: string }>>;

/** What must hold of a project's tasks at every moment, and what must hold of their whole history. */
export function workflowInvariants(world: TaskWorld, projectId: string) {
  const { store, blobs } = world.api;
  const tasks = taskStore(store);
  const labels = labelStore({ ...store, blobs });
  const routes = routeStore(store);
  const workflows = workflowStore(store);
  const turns: Turns = new Map();

  const all = async (): Promise<Task[]> =>
    (await tasks.list({ projectId, limit: 500, withSlots: true })).items;

  async function noteTurns(task: Task): Promise<void> {
    for (const { kind, stageId, workflowRevision, inputs, pathway } of await routes.list(task.id)) {
      if (kind !== 'percentageRouter') continue;
      const key = `${workflowRevision} ${stageId}`;
      const taken = turns.get(key) ?? new Map<number, { taskId: string; pathway: string }>();
      turns.set(key, taken);
      const earlier = taken.get(Number(inputs.ordinal));
      expect(earlier === undefined || earlier.taskId === task.id, `a turn of ${key} given twice`).toBe(true);
      taken.set(Number(inputs.ordinal), { taskId: task.id, pathway });
    }
  }

  /** Every task rests in a stage of its workflow, or is on its way, in a status that fits. */
  async function checkNow(): Promise<Task[]> {
    const found = await all();
    for (const task of found) {
      const { stages } = await workflows.document(task.workflowId, task.workflowRevision);
      const stage = stages.find(({ id }) => id === task.stageId);
      const what = JSON.stringify(task);
      expect(stage?.kind, what).toBe(task.stageKind);
      expect(task.status === 'assigned' && task.assigneeId === undefined, what).toBe(false);
      expect(task.leaseUntil !== undefined && task.status !== 'assigned', what).toBe(false);
      if (task.status === 'advancing') expect(task.outcome, what).toBeDefined();
      if (task.parentTaskId === undefined) {
        const isEnd = task.stageKind === 'complete' || task.stageKind === 'archive';
        expect(task.status === 'done' || task.status === 'archived', what).toBe(isEnd);
        await noteTurns(task);
      }
    }
    return found;
  }

  /** After n tasks every pathway of a router holds n × p within 1, for every n; no place is left out. */
  async function checkSplits(workflowId: string): Promise<void> {
    for (const [key, taken] of turns) {
      const [revision, stageId] = key.split(' ');
      const { stages } = await workflows.document(workflowId, Number(revision));
      const { pathways } = stages.find(({ id }) => id === stageId)!;
      const held = new Map(pathways.map(({ name }) => [name, 0]));
      for (let n = 1; n <= taken.size; n++) {
        const turn = taken.get(n - 1);
        expect(turn, `place ${n - 1} of ${key}`).toBeDefined();
        held.set(turn!.pathway, held.get(turn!.pathway)! + 1);
        for (const { name, percentage } of pathways)
          expect(Math.abs(held.get(name)! - (n * percentage!) / 100), `${key} ${name}`).toBeLessThan(1);
      }
    }
  }

  /** Replays the trail: it ends where the tasks are, and on the way nobody took what another held or judged their own. */
  async function checkTrail(found: Task[], acknowledged: Acknowledged): Promise<void> {
    const replayed = new Map<string, Record<string, unknown>>();
    const claims = new Map<string, string>();
    for await (const { subjectId, actor, action, change } of auditStore(store).replay(projectId)) {
      const record = replayed.get(subjectId) ?? {};
      const what = `${action} of ${subjectId} by ${actor}`;
      if (action === 'task.claimed') {
        expect(record.status !== 'assigned' || record.assigneeId === actor, what).toBe(true);
        claims.set(`${subjectId} ${String(change.rev?.after)}`, actor);
      }
      if (action === 'task.approved' || action === 'task.rejected')
        expect((record.contributors as string[]).includes(actor), what).toBe(false);
      for (const [field, { after }] of Object.entries(change)) record[field] = after ?? undefined;
      replayed.set(subjectId, record);
    }
    for (const { taskId, rev, userId } of acknowledged.claims)
      expect(claims.get(`${taskId} ${rev}`), `claim of ${taskId} by ${userId}`).toBe(userId);
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    for (const task of found) expect(plain(replayed.get(task.id))).toEqual(plain(task));
  }

  async function checkLabels({ saves }: Acknowledged): Promise<void> {
    for (const { taskId, branch, revision, objectIds } of saves) {
      const saved = await labels.getRevision(taskId, branch, revision);
      expect(saved?.objects.map(({ id }) => id)).toEqual(objectIds);
    }
  }

  async function checkCounts(found: Task[]): Promise<void> {
    const counted: Record<string, Record<string, number>> = {};
    for (const { stageId, status, parentTaskId } of found) {
      if (parentTaskId !== undefined) continue;
      (counted[stageId] ??= {})[status] ??= 0;
      counted[stageId][status]++;
    }
    for (const [stage, statuses] of Object.entries(await tasks.counts(projectId))) {
      const some = Object.fromEntries(Object.entries(statuses).filter(([, n]) => n !== 0));
      expect(some, stage).toEqual(counted[stage] ?? {});
    }
  }

  return {
    checkNow,
    /** Once everything has come to its end. */
    async checkEnd(workflowId: string, acknowledged: Acknowledged): Promise<void> {
      const found = await checkNow();
      for (const task of found) expect(['done', 'archived'], JSON.stringify(task)).toContain(task.status);
      await checkSplits(workflowId);
      await checkTrail(found, acknowledged);
      await checkLabels(acknowledged);
      await checkCounts(found);
    },
  };
}
