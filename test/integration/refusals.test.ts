import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import type { Call } from '../support/start-api.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

const to = (name: string, stage: string, more: object = {}) => ({ name, to: stage, ...more });
const workflow = WorkflowDocument.parse({
  name: 'Sort, draw, check',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [to('next', 'sort')] },
    { id: 'sort', kind: 'agent', name: 'Sort', pathways: [to('useful', 'draw'), to('several', 'both')] },
    { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [to('submitted', 'check')] },
    {
      id: 'both',
      kind: 'consensus',
      name: 'Both',
      settings: { annotators: 2 },
      pathways: [to('agreed', 'done'), to('disagreed', 'named')],
    },
    {
      id: 'check',
      kind: 'review',
      name: 'Check',
      pathways: [to('approved', 'half'), to('rejected', 'draw')],
    },
    {
      id: 'half',
      kind: 'percentageRouter',
      name: 'Half',
      pathways: [to('all', 'named', { percentage: 100 })],
    },
    {
      id: 'named',
      kind: 'review',
      name: 'Named',
      settings: { collaborators: ['sue'] },
      pathways: [to('approved', 'done'), to('rejected', 'draw')],
    },
    { id: 'done', kind: 'complete', name: 'Done' },
  ],
});

let world: TaskWorld;
let clock = Date.parse('2026-05-01T08:00:00Z');
const people: Record<string, Call> = {};
beforeAll(async () => {
  world = await taskWorld(workflow, { now: () => new Date((clock += 3)) });
  for (const [name, role] of [
    ['ada', 'annotator'],
    ['bob', 'annotator'],
    ['cid', 'annotatorReviewer'],
    ['rex', 'reviewer'],
    ['sue', 'reviewer'],
    ['mia', 'teamManager'],
  ] as const)
    people[name] = await world.as(name, role);
  people.eve = await world.as('eve');
});
afterAll(() => world.stop());

type Stage = 'sort' | 'draw' | 'held' | 'check' | 'checked' | 'rejected' | 'both' | 'done';
let images = 0;

/** A task brought so far: waiting, held by ada, submitted by cid, held in review by rex, sent back to ada. */
async function taskAt(stage: Stage): Promise<string> {
  const taskId = await world.addTask(`${images++}.png`);
  if (stage === 'sort') return taskId;
  const path = `/v1/tasks/${taskId}`;
  const must = async (name: string, method: string, rest: string, body?: unknown, headers = {}) => {
    const answer = await people[name](method, `${path}/${rest}`, body, headers);
    expect(answer.status, `${name} ${rest}: ${JSON.stringify(answer.body)}`).toBe(200);
  };
  await must('mia', 'POST', 'proceed', { pathway: stage === 'both' ? 'several' : 'useful' });
  if (stage === 'draw' || stage === 'both') return taskId;
  if (stage === 'done') {
    await must('mia', 'POST', 'manage', { operation: 'move', stageId: 'done' });
    return taskId;
  }
  const annotator = stage === 'held' || stage === 'rejected' ? 'ada' : 'cid';
  await must(annotator, 'POST', 'claim');
  await must(annotator, 'PUT', 'labels', world.labels('a'), { 'if-match': '"0"' });
  if (stage === 'held') return taskId;
  await must(annotator, 'POST', 'submit');
  if (stage === 'check') return taskId;
  await must('rex', 'POST', 'claim');
  if (stage === 'rejected') await must('rex', 'POST', 'reject', { reasons: [{ reason: 'Loose' }] });
  return taskId;
}

interface Refusal {
  what: string;
  at: Stage;
  who: string;
  ask: [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  status: number;
  code: string;
  /** A part of the sentence. */
  says: RegExp;
  first?: (taskId: string) => Promise<unknown>;
}

const REFUSALS: Refusal[] = [
  {
    what: 'a reviewer takes work for annotators',
    at: 'draw',
    who: 'rex',
    ask: ['POST', 'claim'],
    status: 403,
    code: 'not-allowed',
    says: /^As reviewer you may not work in the annotate stage "Draw"/,
  },
  {
    what: 'an annotator approves',
    at: 'check',
    who: 'ada',
    ask: ['POST', 'approve'],
    status: 403,
    code: 'not-allowed',
    says: /^As annotator you may not review; ask an admin/,
  },
  {
    what: 'somebody who is not on the list of a stage takes its work',
    at: 'check',
    who: 'rex',
    first: (id) => people.mia('POST', `/v1/tasks/${id}/manage`, { operation: 'move', stageId: 'named' }),
    ask: ['POST', 'claim'],
    status: 403,
    code: 'not-allowed',
    says: /^Only the people named for it work in the stage "Named"/,
  },
  {
    what: 'a stranger looks',
    at: 'draw',
    who: 'eve',
    ask: ['GET', ''],
    status: 404,
    code: 'not-found',
    says: /^There is no task .* or you may not see it/,
  },
  {
    what: 'somebody judges their own work',
    at: 'check',
    who: 'cid',
    ask: ['POST', 'claim'],
    status: 403,
    code: 'self-review',
    says: /somebody else must review it/,
  },
  {
    what: 'a manager gives somebody their own work to judge',
    at: 'check',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'assign', userId: 'cid' }],
    status: 403,
    code: 'self-review',
    says: /somebody else must review it/,
  },
  {
    what: 'a manager gives work to a stranger',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'assign', userId: 'eve' }],
    status: 403,
    code: 'not-allowed',
    says: /no member of the project; invite them first/,
  },
  {
    what: 'submitting in a review',
    at: 'check',
    who: 'cid',
    ask: ['POST', 'submit'],
    status: 409,
    code: 'wrong-stage',
    says: /in the review stage "check", where it can be approved or rejected/,
  },
  {
    what: 'approving in an annotate stage',
    at: 'held',
    who: 'cid',
    ask: ['POST', 'approve'],
    status: 409,
    code: 'wrong-stage',
    says: /in the annotate stage "draw", where it can be submitted/,
  },
  {
    what: 'submitting in an agent stage',
    at: 'sort',
    who: 'mia',
    first: (id) => people.mia('POST', `/v1/tasks/${id}/claim`),
    ask: ['POST', 'submit'],
    status: 409,
    code: 'wrong-stage',
    says: /in the agent stage "sort", where nothing is submitted or judged/,
  },
  {
    what: 'proceeding outside an agent stage',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'proceed', { pathway: 'useful' }],
    status: 409,
    code: 'wrong-stage',
    says: /Only tasks in agent stages are proceeded/,
  },
  {
    what: 'editing labels where they are judged',
    at: 'checked',
    who: 'rex',
    ask: ['PUT', 'labels', {}, { 'if-match': '"1"' }],
    status: 409,
    code: 'wrong-stage',
    says: /labels are judged, not edited/,
  },
  {
    what: 'decisions outside a review',
    at: 'held',
    who: 'rex',
    ask: ['PUT', 'review', { decisions: [] }],
    status: 409,
    code: 'wrong-stage',
    says: /not in a review stage/,
  },
  {
    what: 'taking a task that is in consensus itself',
    at: 'both',
    who: 'ada',
    ask: ['POST', 'claim'],
    status: 409,
    code: 'wrong-stage',
    says: /take one of its slots with claim-next/,
  },
  {
    what: 'assigning a task that is in consensus itself',
    at: 'both',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'assign', userId: 'ada' }],
    status: 409,
    code: 'wrong-stage',
    says: /is in consensus; assign one of its slots/,
  },
  {
    what: 'moving into a router',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'move', stageId: 'half' }],
    status: 409,
    code: 'wrong-stage',
    says: /Nothing rests in a percentageRouter stage/,
  },
  {
    what: 'moving to a stage that there is not',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'move', stageId: 'nowhere' }],
    status: 422,
    code: 'unreachable-pathway',
    says: /has no stage "nowhere"/,
  },
  {
    what: 'a pathway that the stage does not have',
    at: 'sort',
    who: 'mia',
    ask: ['POST', 'proceed', { pathway: 'elsewhere' }],
    status: 422,
    code: 'unreachable-pathway',
    says: /"Sort" has no pathway "elsewhere"; it has "useful", "several"/,
  },
  {
    what: 'labels on an old revision',
    at: 'held',
    who: 'ada',
    ask: ['PUT', 'labels', {}, { 'if-match': '"0"' }],
    status: 409,
    code: 'stale-revision',
    says: /./,
  },
  {
    what: 'labels without saying on which revision',
    at: 'held',
    who: 'ada',
    ask: ['PUT', 'labels', {}],
    status: 428,
    code: 'precondition-required',
    says: /send the ETag that you read as If-Match/,
  },
  {
    what: 'labels of a task that somebody else holds',
    at: 'held',
    who: 'bob',
    ask: ['PUT', 'labels', {}, { 'if-match': '"1"' }],
    status: 409,
    code: 'not-holder',
    says: /Claim this task before you change its labels/,
  },
  {
    what: 'submitting what somebody else holds',
    at: 'held',
    who: 'bob',
    ask: ['POST', 'submit'],
    status: 409,
    code: 'not-holder',
    says: /Somebody else works on this task now/,
  },
  {
    what: 'releasing what somebody else holds',
    at: 'held',
    who: 'bob',
    ask: ['POST', 'release'],
    status: 409,
    code: 'not-holder',
    says: /Somebody else works on this task now/,
  },
  {
    what: 'taking what waits for its annotator',
    at: 'rejected',
    who: 'bob',
    ask: ['POST', 'claim'],
    status: 409,
    code: 'not-holder',
    says: /waits for the person who annotated it; a manager can release it/,
  },
  {
    what: 'handing on what one has not taken up yet',
    at: 'rejected',
    who: 'ada',
    ask: ['POST', 'submit'],
    status: 409,
    code: 'not-holder',
    says: /waits for you; take it first/,
  },
  {
    what: 'giving back what waits for somebody else',
    at: 'rejected',
    who: 'rex',
    ask: ['POST', 'release'],
    status: 409,
    code: 'not-holder',
    says: /waits for the person who annotated it/,
  },
  {
    what: 'handing on what nobody holds, and one never did',
    at: 'draw',
    who: 'bob',
    ask: ['POST', 'submit'],
    status: 409,
    code: 'not-holder',
    says: /Nobody works on this task now; take it first/,
  },
  {
    what: 'a hold that has run out',
    at: 'held',
    who: 'ada',
    first: async () => {
      clock += 16 * 60_000;
      await world.api.seams.invoke('sweep-tasks', {});
    },
    ask: ['POST', 'submit'],
    status: 409,
    code: 'lease-expired',
    says: /saved labels are kept; claim it again/,
  },
  {
    what: 'a heartbeat after the hold has run out',
    at: 'held',
    who: 'ada',
    first: async () => {
      clock += 16 * 60_000;
      await world.api.seams.invoke('sweep-tasks', {});
    },
    ask: ['POST', 'heartbeat'],
    status: 409,
    code: 'lease-expired',
    says: /saved labels are kept; claim it again/,
  },
  {
    what: 'submitting before every reason is resolved',
    at: 'rejected',
    who: 'ada',
    first: (id) => people.ada('POST', `/v1/tasks/${id}/claim`),
    ask: ['POST', 'submit'],
    status: 409,
    code: 'unresolved-rejection',
    says: /Resolve the one reason for which this task was rejected/,
  },
  {
    what: 'rejecting without a reason',
    at: 'checked',
    who: 'rex',
    ask: ['POST', 'reject', {}],
    status: 400,
    code: 'reason-missing',
    says: /^Say why/,
  },
  {
    what: 'resolving what was not rejected',
    at: 'held',
    who: 'ada',
    ask: ['POST', 'resolve', { reasons: [{ index: 0, resolved: true }] }],
    status: 409,
    code: 'wrong-task-status',
    says: /has not been rejected/,
  },
  {
    what: 'taking what has ended',
    at: 'done',
    who: 'ada',
    ask: ['POST', 'claim'],
    status: 403,
    code: 'not-allowed',
    says: /may not work in the complete stage "Done"/,
  },
  {
    what: 'giving away what has ended',
    at: 'done',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'skip', reason: 'Blurred' }],
    status: 409,
    code: 'wrong-task-status',
    says: /This task is done; skipping needs one that is/,
  },
  {
    what: 'reopening what has not ended',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'reopen' }],
    status: 409,
    code: 'wrong-task-status',
    says: /only ended or skipped tasks are reopened/,
  },
  {
    what: 'moving by hand into a consensus',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'move', stageId: 'both' }],
    status: 409,
    code: 'wrong-stage',
    says: /opens its slots when a task comes to it by a pathway/,
  },
  {
    what: 'a revision to which the stage cannot be mapped',
    at: 'draw',
    who: 'mia',
    ask: ['POST', 'manage', { operation: 'moveToRevision', workflowRevision: 1, stages: { draw: 'gone' } }],
    status: 422,
    code: 'stage-not-mapped',
    says: /say where the tasks of "draw" go/,
  },
  {
    what: 'taking a task while the project is paused',
    at: 'draw',
    who: 'ada',
    first: () => pause('paused'),
    ask: ['POST', 'claim'],
    status: 409,
    code: 'project-paused',
    says: /is paused; no tasks are given out until it is resumed/,
  },
];

const pause = (status: 'paused' | 'active') =>
  world.api.asAdmin('PATCH', `/v1/projects/${world.projectId}`, { status });

describe('every refusal has its own code and sentence', () => {
  it.each(REFUSALS)(
    '$what: $code',
    async ({ at, who, ask: [method, rest, body, headers], first, ...told }) => {
      const taskId = await taskAt(at);
      await first?.(taskId);
      const path = `/v1/tasks/${taskId}${rest === '' ? '' : `/${rest}`}`;
      const answer = await people[who](method, path, body, headers);
      await pause('active');
      expect({ status: answer.status, code: answer.body.code }).toEqual({
        status: told.status,
        code: told.code,
      });
      expect(answer.body.detail).toMatch(told.says);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('labels of others in a consensus are not shown, and one person takes one place', async () => {
    const { projectId } = world;
    await taskAt('both');
    const slot = (await people.ada('POST', '/v1/tasks/claim-next', { projectId, stageId: 'both' })).body;
    expect(slot).toMatchObject({ stageKind: 'consensus', branch: 'consensus/ada' });
    const path = `/v1/tasks/${encodeURIComponent(slot.parentTaskId)}/labels?branch=consensus/ada`;
    const other = await people.bob('GET', path);
    expect(other).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect(other.body.detail).toMatch(/do not see each other’s labels/);
    const second = `/v1/tasks/${encodeURIComponent(slot.id.replace(/\d$/, slot.id.endsWith('1') ? '2' : '1'))}`;
    const twice = await people.ada('POST', `${second}/claim`);
    expect(twice).toMatchObject({ status: 409, body: { code: 'slot-taken' } });
    expect(twice.body.detail).toMatch(/You have a place in this round already/);
    const moved = await people.mia('POST', `${second}/manage`, { operation: 'move', stageId: 'done' });
    expect(moved).toMatchObject({ status: 409, body: { code: 'wrong-stage' } });
    expect(moved.body.detail).toMatch(/one slot of a consensus round/);
  });

  it('a stage that there is not has an empty queue for nobody', async () => {
    const { projectId } = world;
    const answer = await people.ada('POST', '/v1/tasks/claim-next', { projectId, stageId: 'nowhere' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    await pause('paused');
    const paused = await people.ada('POST', '/v1/tasks/claim-next', { projectId });
    await pause('active');
    expect(paused).toMatchObject({ status: 409, body: { code: 'project-paused' } });
  });
});
