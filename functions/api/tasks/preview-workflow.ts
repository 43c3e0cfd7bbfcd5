import { mapInOrder } from '../../../shared/jobs/map-in-order.ts';
import { SHARD_COUNT } from '../../../shared/store/keys.ts';
import type { RouteStore } from '../../../shared/store/route-store.ts';
import type { TaskStore } from '../../../shared/store/tasks/task-store.ts';
import { simulateWorkflow } from '../../../shared/workflow/simulate-workflow.ts';
import type { SimulatedTask, SimulationAssumptions } from '../../../shared/workflow/simulate-workflow.ts';
import { stageInRevision } from '../../../shared/workflow/stage-in-revision.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';

/** Each costs a read of its earlier decisions, and the answer must come while somebody waits. */
const MOST_SIMULATED = 2_000;
const AT_ONCE = 16;

interface Preview {
  projectId: string;
  workflow: WorkflowDocument;
  stages: Record<string, string>;
  assumptions: Omit<SimulationAssumptions, 'tasks'>;
}

/**
 * What an edited workflow would do with the tasks that are there: where each stage's tasks would stand, which could not
 * be moved and why, and where those still on their way would go from there, with what routers decided for them before.
 */
export async function previewWorkflow(
  { projectId, workflow, stages, assumptions }: Preview,
  { tasks, routes }: { tasks: Pick<TaskStore, 'listShard'>; routes: Pick<RouteStore, 'list'> },
) {
  const groups = new Map<string, { from: string; to?: string; tasks: number; refusal?: string }>();
  const running: { task: Task; stageId: string }[] = [];
  let total = 0;
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    for await (const task of tasks.listShard(projectId, shard)) {
      total++;
      const found = placeOf(task, workflow, stages);
      const to = 'stage' in found ? found.stage.id : undefined;
      const refusal = 'refusal' in found ? found.refusal : undefined;
      const key = JSON.stringify([task.stageId, to, refusal]);
      const group = groups.get(key) ?? { from: task.stageId, to, tasks: 0, refusal };
      groups.set(key, { ...group, tasks: group.tasks + 1 });
      const isEnded = task.status === 'done' || task.status === 'archived';
      // A share of every shard, so that the first do not stand for all.
      const isRoom = running.length < ((shard + 1) * MOST_SIMULATED) / SHARD_COUNT;
      if ('stage' in found && !isEnded && isRoom) running.push({ task, stageId: found.stage.id });
    }
  }
  const real: SimulatedTask[] = [];
  const read = mapInOrder(running, AT_ONCE, async ({ task, stageId }) => ({
    stageId,
    annotator: task.lastAnnotatorId,
    decided: Object.fromEntries((await routes.list(task.id)).map((one) => [one.stageId, one.pathway])),
  }));
  for await (const one of read) real.push(one);
  return {
    tasks: total,
    moves: [...groups.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
    simulation: simulateWorkflow(workflow, { ...assumptions, tasks: real }),
  };
}

function placeOf(task: Task, workflow: WorkflowDocument, stages: Record<string, string>) {
  if (task.status === 'advancing' && task.stageKind !== 'start') {
    return {
      refusal: 'These tasks are on the move at this moment; they can be moved when they have arrived.',
    };
  }
  return stageInRevision(task, workflow, stages);
}
