import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
let lists: string[];
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
  const { projectId } = world;
  for (let n = 0; n < 4; n++) {
    const taskId = await world.addTask(`${n}.png`);
    const person = await world.as(`person-${n}`, 'annotator');
    await person('POST', `/v1/tasks/${taskId}/claim`);
    await world.api.asAdmin('POST', '/v1/webhooks', { projectId, url: `https://example.org/${n}` });
  }
  const { datasetIds } = (await world.api.asAdmin('GET', `/v1/projects/${projectId}`)).body;
  const ofProject = ['tasks', 'audit', 'members', 'jobs', 'webhooks', 'snapshots', 'collections'];
  lists = [
    ...ofProject.map((noun) => `${noun}?projectId=${projectId}`),
    `tasks?projectId=${projectId}&assigneeId=person-1`,
    `assets?datasetId=${datasetIds[0]}`,
    'projects?',
    'users?',
    'workflows?',
  ];
});
afterAll(() => world.stop());

const get = (list: string, more: object) =>
  world.api.asAdmin('GET', `/v1/${list}&${new URLSearchParams({ ...more }).toString()}`);
const madeUp = (...cursor: unknown[]) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

describe('page tokens', () => {
  it('go on in their own list, whatever its kind', async () => {
    for (const list of lists) {
      const all = (await get(list, {})).body.items as object[];
      const paged: object[] = [];
      for (let pageToken: string | undefined, pages = 0; pages < 40; pages++) {
        const { body } = await get(list, { limit: '1', ...(pageToken ? { pageToken } : {}) });
        paged.push(...body.items);
        pageToken = body.nextPageToken;
        if (pageToken === undefined) break;
      }
      expect(paged, list).toEqual(all);
    }
  });

  it('of another list, or of nobody, are refused or find nothing', async () => {
    const tokens = [
      ...['', '\u0000', '\uffff\uffff', '\ud800', 'MEMBER#', 'x'.repeat(2000)].map((after) =>
        madeUp(1, 0, after),
      ),
      madeUp(1, 1e9, 'a'),
      madeUp(1, -1, 'a'),
      madeUp(2, 0, ''),
      'zzz',
    ];
    for (const list of lists) {
      const { nextPageToken } = (await get(list, { limit: '1' })).body;
      if (nextPageToken !== undefined) tokens.push(nextPageToken);
    }
    for (const list of lists) {
      const own = (await get(list, {})).body.items as object[];
      for (const pageToken of tokens) {
        const { status, body } = await get(list, { pageToken });
        const what = `${list} ${Buffer.from(pageToken, 'base64url').toString().slice(0, 60)} → ${status} ${JSON.stringify(body)}`;
        if (status === 200) for (const item of body.items) expect(own, what).toContainEqual(item);
        else expect({ status, code: body.code }, what).toEqual({ status: 400, code: 'invalid-input' });
      }
    }
  });
});
