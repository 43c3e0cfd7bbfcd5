import { runAgents } from '../../functions/run-agents/run-agents.ts';
import { sweepTasks } from '../../functions/sweep-tasks/sweep-tasks.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import type { Role } from '../../shared/workflow/role.ts';
import type { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import type { Answer, Call } from './start-api.ts';
import type { TaskWorld, TestProject } from './task-world.ts';

/** Who there is. The last three can do any work in the end, as they are on every list. */
export const CREW: Record<string, Role> = {
  ann: 'annotator',
  cid: 'annotatorReviewer',
  dot: 'annotatorReviewer',
  rex: 'reviewer',
  mia: 'teamManager',
  fay: 'annotator',
  fin: 'annotator',
  flo: 'annotator',
  fox: 'reviewer',
};
export const FINISHERS = ['fay', 'fin', 'flo', 'fox'];
/** Mostly people who both annotate and review: it is they who could judge their own work. */
const WORKERS = ['ann', 'cid', 'cid', 'dot', 'mia', 'rex'];

/** Something that somebody does; `pick` settles what the rest depends on. */
export interface Deed {
  kind: 'add' | 'work' | 'grab' | 'resume' | 'letGo' | 'proceed' | 'manage' | 'publish' | 'sweep' | 'agents';
  person: number;
  pick: number;
}

/** What was answered with "done", and must therefore hold for ever. */
export interface Acknowledged {
  claims: { taskId: string; rev: number; userId: string }[];
  saves: { taskId: string; branch: string; revision: number; objectIds: string[] }[];
  /** Answers that no request should get, whatever happens. */
  faults: string[];
}

export interface Clock {
  ms: number;
}

/** The people of one project and what they do, through the API alone. */
export function workflowCrew(world: TaskWorld, project: TestProject, clock: Clock) {
  const { projectId } = project;
  const acknowledged: Acknowledged = { claims: [], saves: [], faults: [] };
  let images = 0;
  let objects = 0;

  async function as(name: string): Promise<Call> {
    const call = await world.as(name);
    return async (...request) => {
      const answer = await call(...request);
      if (answer.status >= 500)
        acknowledged.faults.push(`${name}: ${request.slice(0, 2).join(' ')}: ${JSON.stringify(answer.body)}`);
      return answer;
    };
  }

  const path = (taskId: string) => `/v1/tasks/${encodeURIComponent(taskId)}`;
  const list = async (query: string): Promise<Answer['body'][]> =>
    (await (await as('mia'))('GET', `/v1/tasks?projectId=${projectId}&limit=200&slots=true&${query}`)).body
      .items ?? [];

  /** Takes the next task and does it, or stops on the way. Answers whether there was one. */
  async function workOnce(name: string, pick: number, isFinishing = false): Promise<boolean> {
    const call = await as(name);
    const { status, body: task } = await call('POST', '/v1/tasks/claim-next', { projectId });
    if (status !== 200) return false;
    acknowledged.claims.push({ taskId: task.id, rev: task.rev, userId: name });
    if (isFinishing || pick % 6 > 0) await finish(name, task, pick, isFinishing);
    return true;
  }

  async function finish(name: string, task: Answer['body'], pick: number, isFinishing: boolean) {
    const call = await as(name);
    if (task.stageKind === 'review') {
      if (!isFinishing && pick % 4 === 0) await draw(call, task, pick);
      const isRejecting = !isFinishing && pick % 3 === 0;
      const body = isRejecting ? { reasons: [{ reason: 'Loose' }, { reason: 'Missing' }] } : undefined;
      await call('POST', `${path(task.id)}/${isRejecting ? 'reject' : 'approve'}`, body);
      return;
    }
    await draw(call, task, isFinishing ? 0 : pick);
    if (!isFinishing && pick % 6 === 1) return;
    if (task.rejection) {
      const reasons = [0, 1].map((index) => ({ index, resolved: true }));
      await call('POST', `${path(task.id)}/resolve`, { reasons });
    }
    await call('POST', `${path(task.id)}/submit`);
  }

  /**
   * One box more than there was, now and then from two tabs at once. In a consensus everybody who finishes draws the
   * same one.
   */
  async function draw(call: Call, task: Answer['body'], pick: number): Promise<void> {
    const current = await call('GET', `${path(task.id)}/labels`);
    if (current.status !== 200) return;
    const isConsensus = task.parentTaskId !== undefined;
    const etag = current.headers.get('etag') ?? '';
    const save = async () => {
      const made = {
        ...(world.labels(`o${objects++}`) as { objects: object[] }).objects[0],
        shape: { type: 'box', x: 10 * (pick % 50), y: 10, width: 30, height: 30 },
      };
      const content = { objects: [...(isConsensus ? [] : current.body.objects), made], classifications: [] };
      const saved = await call('PUT', `${path(task.id)}/labels`, content, { 'if-match': etag });
      if (saved.status !== 200) return;
      acknowledged.saves.push({
        taskId: task.parentTaskId ?? task.id,
        branch: task.branch ?? 'main',
        revision: saved.body.revision,
        objectIds: content.objects.map((one: { id: string }) => one.id),
      });
    };
    await Promise.all(pick % 5 === 0 ? [save(), save()] : [save()]);
  }

  async function document(): Promise<{ workflow: WorkflowDocument; revision: number }> {
    const { workflowId, workflowRevision } = await projectStore(world.api.store).get(projectId);
    const workflow = await workflowStore(world.api.store).document(workflowId, workflowRevision);
    return { workflow, revision: workflowRevision };
  }

  async function manage(pick: number): Promise<void> {
    const tasks = await list('');
    if (tasks.length === 0) return;
    const task = tasks[pick % tasks.length];
    const { workflow, revision } = await document();
    const stageIds = workflow.stages.map(({ id }) => id);
    const to = stageIds[pick % stageIds.length];
    const operations = [
      { operation: 'assign', userId: WORKERS[pick % WORKERS.length] },
      { operation: 'release' },
      { operation: 'skip', reason: 'Blurred' },
      { operation: 'move', stageId: to },
      { operation: 'setPriority', priority: pick % 101 },
      { operation: 'reopen' },
      { operation: 'moveToRevision', workflowRevision: revision, stages: {} },
    ];
    const action = operations[Math.floor(pick / 7) % operations.length];
    const taskIds = [task.id];
    await (
      await as('mia')
    )('POST', '/v1/tasks/bulk', { taskIds, action });
  }

  /** A further revision: other shares, other names of pathways, and one stage under another id. */
  async function publish(pick: number): Promise<void> {
    const { workflow, revision } = await document();
    const old = workflow.stages.filter((stage) => stage.kind === 'annotate' || stage.kind === 'agent');
    const renamed = old.length === 0 || pick % 2 === 0 ? undefined : old[pick % old.length].id;
    const rename = (id: string) => (id === renamed ? `${id.slice(0, 40)}-r${revision}` : id);
    const stages = workflow.stages.map((stage) => {
      const shares = stage.pathways.map(({ percentage }) => percentage).toReversed();
      const pathways = stage.pathways.map((pathway, i) => ({
        ...pathway,
        to: rename(pathway.to),
        ...(stage.kind === 'percentageRouter'
          ? { name: `r${revision + 1}-${i}`, percentage: shares[i] }
          : {}),
      }));
      return { ...stage, id: rename(stage.id), pathways };
    });
    const of = { 'if-match': `"${revision}"` };
    const saved = await world.api.asAdmin(
      'PUT',
      `/v1/workflows/${project.workflowId}`,
      { ...workflow, stages },
      of,
    );
    if (saved.status !== 200) return;
    const { revision: workflowRevision } = saved.body;
    await world.api.asAdmin('PATCH', `/v1/projects/${projectId}`, { workflowRevision });
  }

  const machines: Pick<Workflows, 'startSync'> = {
    startSync: (machine, input) => world.api.deps.workflows.startSync(machine, input),
  };
  const tasks = taskStore(world.api.store);
  const now = () => new Date(clock.ms++);

  async function sweep(afterSeconds: number) {
    clock.ms += afterSeconds * 1000;
    const of = { tasks, machines, now, log: world.api.deps.log };
    return sweepTasks({ olderThanSeconds: 0 }, of);
  }

  async function agents(): Promise<void> {
    clock.ms += 601_000;
    const own = await projectStore(world.api.store).get(projectId);
    await runAgents(
      { limit: 100 },
      {
        projects: { list: () => Promise.resolve({ items: [own] }) },
        workflows: workflowStore(world.api.store),
        tasks,
        webhooks: webhookStore(world.api.store),
        machines,
        post: () => Promise.reject(new Error('No agent has an address here.')),
        now,
        log: world.api.deps.log,
      },
    );
  }

  async function proceed(pick: number, isFinishing = false): Promise<void> {
    const waiting = (await list('status=open')).filter((task) => task.stageKind === 'agent');
    const chosen = isFinishing ? waiting : waiting.slice(pick % (waiting.length + 1)).slice(0, 1);
    for (const task of chosen) {
      const pathway = isFinishing || pick % 2 === 0 ? 'on' : 'other';
      await (
        await as('mia')
      )('POST', `${path(task.id)}/proceed`, { pathway });
    }
  }

  /** Takes a certain task, from the list. */
  async function grab(name: string, pick: number): Promise<void> {
    const tasks = (await list('')).filter(({ status }) => !['done', 'archived'].includes(status));
    if (tasks.length === 0) return;
    const taken = await (await as(name))('POST', `${path(tasks[pick % tasks.length].id)}/claim`);
    if (taken.status !== 200) return;
    const { id: taskId, rev } = taken.body;
    acknowledged.claims.push({ taskId, rev, userId: name });
    await finish(name, taken.body, pick, false);
  }

  async function resume(name: string, pick: number, isLettingGo: boolean): Promise<void> {
    const held = (await list(`assigneeId=${name}`)).filter((task) => task.status === 'assigned');
    if (held.length === 0) return;
    const task = held[pick % held.length];
    const call = await as(name);
    if (!isLettingGo) return finish(name, task, pick, false);
    if (pick % 2 === 0) await call('POST', `${path(task.id)}/release`);
    else await call('POST', `${path(task.id)}/skip`, { reason: 'Blurred' });
  }

  return {
    acknowledged,
    sweep,

    async join(): Promise<void> {
      for (const [name, role] of Object.entries(CREW)) await world.as(name, role, projectId);
    },

    async do({ kind, person, pick }: Deed): Promise<void> {
      const name = WORKERS[person % WORKERS.length];
      switch (kind) {
        case 'add':
          await project.addTask(`${images++}.png`);
          return;
        case 'work':
          await workOnce(name, pick);
          return;
        case 'grab':
          return grab(name, pick);
        case 'resume':
          return resume(name, pick, false);
        case 'letGo':
          return resume(name, pick, true);
        case 'proceed':
          return proceed(pick);
        case 'manage':
          return manage(pick);
        case 'publish':
          return publish(pick);
        case 'sweep':
          await sweep(pick % 2 === 0 ? 0 : 16 * 60);
          return;
        case 'agents':
          return agents();
      }
    },

    /** Everything that is left is released and done, by people who hold nothing against a task. */
    async finishAll(): Promise<void> {
      const mia = await as('mia');
      for (let round = 0; round < 200; round++) {
        const open = (await list('')).filter(({ status }) => !['done', 'archived'].includes(status));
        if (open.length === 0) return;
        for (const task of open.filter(({ status, assigneeId }) => status === 'skipped' || assigneeId)) {
          await mia('POST', `${path(task.id)}/manage`, { operation: 'release' });
        }
        await proceed(0, true);
        for (const name of FINISHERS) while (await workOnce(name, 0, true));
      }
    },
  };
}
