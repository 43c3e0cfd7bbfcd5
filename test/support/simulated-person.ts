import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../shared/demo/random.ts';

export interface CallResult {
  /** 0 when there was no answer. */
  status: number;
  etag: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at field by field
  body: any;
}

/** `name` says what the call is for, in measurements and ledgers. */
export type NamedCall = (
  name: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<CallResult>;

/** What an acknowledged request promised. */
export interface Promises {
  saved: (taskId: string, revision: number, objectIds: string[]) => void;
  left: (taskId: string, outcome: 'submitted' | 'approved' | 'rejected', userId: string) => void;
}

export interface SimulatedPerson {
  userId: string;
  call: NamedCall;
  random: Random;
  promises?: Promises;
  /** Between two requests. */
  thinkMilliseconds: number;
  /** Corners of what is drawn: a box without, a polygon with. */
  corners?: number;
  /** Objects that each save adds. */
  objectsPerSave?: number;
  /** Share of outcomes that are sent twice at once. */
  repeats?: number;
  rejects?: number;
}

let objectNumber = 0;

/**
 * One turn of a person: takes the next task of a stage and does all that it needs. Requests that failed are looked at
 * and tried again as the app does; after a few failures in a row the turn is given up.
 *
 * @returns whether there was a task
 */
export async function takeATurn(
  person: SimulatedPerson,
  projectId: string,
  stageId: 'draw' | 'check',
): Promise<boolean> {
  const { call, thinkMilliseconds, random } = person;
  const task = await taskInHand(person, projectId, stageId);
  if (task === undefined) return false;
  const think = () => sleep(thinkMilliseconds * random.between(0.5, 1.5));
  await think();
  if (stageId === 'check') {
    await leave(person, task.id, random.chance(person.rejects ?? 0.15) ? 'rejected' : 'approved');
    return true;
  }
  for (let save = 0; save < 3; save++) {
    await saveMore(person, task.id);
    await think();
  }
  if (task.rejection !== undefined) {
    const reasons = task.rejection.reasons.map((_, index) => ({ index, resolved: true }));
    await persist(() => call('resolve', 'POST', `/v1/tasks/${task.id}/resolve`, { reasons }));
  }
  await leave(person, task.id, 'submitted');
  return true;
}

interface TaskInHand {
  id: string;
  rejection?: { reasons: unknown[] };
}

/** The next task, or, when there is none or the answer was lost, one that this person holds already. */
async function taskInHand(
  { call, userId }: SimulatedPerson,
  projectId: string,
  stageId: string,
): Promise<TaskInHand | undefined> {
  const claimed = await call('claim', 'POST', '/v1/tasks/claim-next', { projectId, stageId });
  if (claimed.status === 200) return claimed.body as TaskInHand;
  const query = new URLSearchParams({ projectId, stageId, assigneeId: userId, status: 'assigned' });
  const held = await call('list', 'GET', `/v1/tasks?${query}`);
  return held.status === 200 ? (held.body.items as TaskInHand[])[0] : undefined;
}

async function saveMore(person: SimulatedPerson, taskId: string): Promise<void> {
  const { call, userId, promises, objectsPerSave = 1 } = person;
  const path = `/v1/tasks/${taskId}/labels`;
  await persist(async () => {
    const current = await call('read', 'GET', path);
    if (current.status !== 200) return current;
    const at = new Date().toISOString();
    const stamp = { createdBy: userId, createdAt: at, updatedBy: userId, updatedAt: at };
    const more = Array.from({ length: objectsPerSave }, () => ({
      id: `${userId}-${++objectNumber}`,
      classId: 'gem',
      shape: draw(person),
      ...stamp,
    }));
    const objects = [...(current.body.objects as { id: string }[]), ...more];
    const content = { objects, classifications: current.body.classifications };
    const saved = await call('save', 'PUT', path, content, { 'if-match': current.etag });
    if (saved.status === 200) {
      promises?.saved(
        taskId,
        saved.body.revision,
        objects.map(({ id }) => id),
      );
    }
    return saved;
  });
}

function draw({ random, corners = 0 }: SimulatedPerson): object {
  const x = random.integer(20, 40);
  const y = random.integer(15, 30);
  if (corners === 0) return { type: 'box', x: x - 15, y: y - 12, width: 20, height: 10 };
  const ring = Array.from({ length: corners }, (_, corner) => {
    const angle = (corner / corners) * 2 * Math.PI;
    const radius = random.between(8, 14);
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return { type: 'polygon', parts: [[ring]] };
}

async function leave(
  { call, userId, promises, random, repeats = 0 }: SimulatedPerson,
  taskId: string,
  outcome: 'submitted' | 'approved' | 'rejected',
): Promise<void> {
  const verb = { submitted: 'submit', approved: 'approve', rejected: 'reject' }[outcome];
  const body = outcome === 'rejected' ? { reasons: [{ reason: 'Loose outline' }] } : undefined;
  const send = () => call(verb, 'POST', `/v1/tasks/${taskId}/${verb}`, body);
  await persist(async () => {
    const answers = await Promise.all(random.chance(repeats) ? [send(), send()] : [send()]);
    const done = answers.find(({ status }) => status === 200);
    if (done !== undefined) promises?.left(taskId, outcome, userId);
    return done ?? answers[0];
  });
}

/** Again after no answer, an error of the server or a conflict; what the person may not do (any more) ends it. */
async function persist(attempt: () => Promise<CallResult>): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    const { status } = await attempt();
    if (status !== 0 && status < 500 && status !== 409 && status !== 412 && status !== 429) return;
    await sleep(Math.min(2_000, 100 * 2 ** tries));
  }
}
