import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../../shared/workflow/task.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

const NAMES = ['amber', 'beryl', 'coral', 'diamond', 'emerald', 'flint', 'garnet', 'heliodor'];

let world: TaskWorld;
let clock = Date.parse('2026-05-01T08:00:00Z');
const idOf = new Map<string, string>();
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow, { now: () => new Date((clock += 10)) });
  const ada = await world.as('ada', 'annotator');
  const rex = await world.as('rex', 'reviewer');
  await world.as('bob', 'annotator');
  for (const name of NAMES) idOf.set(name, await world.addTask(`${name}.png`));
  const path = (name: string) => `/v1/tasks/${idOf.get(name)}`;
  // amber and beryl are labelled; beryl is rejected and back with ada; coral is held; diamond is bob's; emerald is skipped.
  for (const name of ['amber', 'beryl']) {
    await ada('POST', `${path(name)}/claim`);
    await ada('PUT', `${path(name)}/labels`, world.labels(name), { 'if-match': '"0"' });
    await ada('POST', `${path(name)}/submit`);
  }
  await rex('POST', `${path('beryl')}/claim`);
  await rex('POST', `${path('beryl')}/reject`, { reasons: [{ reason: 'Loose outline' }] });
  clock += 86_400_000;
  await ada('POST', `${path('coral')}/claim`);
  const manage = (name: string, body: object) => world.api.asAdmin('POST', `${path(name)}/manage`, body);
  await manage('diamond', { operation: 'assign', userId: 'bob' });
  await manage('emerald', { operation: 'skip', reason: 'Blurred' });
  await manage('flint', { operation: 'move', stageId: 'complete' });
});
afterAll(() => world.stop());

async function list(query: string): Promise<string[]> {
  const { status, body } = await world.api.asAdmin('GET', `/v1/tasks?projectId=${world.projectId}&${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body.items as Task[]).map(({ imageName }) => imageName.replace('.png', '')).toSorted();
}

describe('the list of tasks', () => {
  it.each([
    ['', NAMES],
    ['stageId=review', ['amber']],
    ['stageId=annotate&status=open', ['garnet', 'heliodor']],
    ['status=assigned', ['coral', 'diamond']],
    ['status=skipped', ['emerald']],
    ['status=done', ['flint']],
    ['assigneeId=ada', ['beryl', 'coral']],
    ['assigneeId=ada&status=assigned', ['coral']],
    ['assigneeId=bob&stageId=annotate', ['diamond']],
    ['assigneeId=bob&stageId=review', []],
    ['classId=gem', ['amber', 'beryl']],
    ['classId=pearl', []],
    ['imageName=ER', ['amber', 'beryl', 'emerald']],
    ['rejected=true', ['beryl']],
    ['rejected=true&assigneeId=bob', []],
    ['rejected=false&classId=gem', ['amber']],
    ['changedAfter=2026-05-02T00:00:00Z', ['coral', 'diamond', 'emerald', 'flint']],
    ['changedBefore=2026-05-02T00:00:00Z&stageId=review', ['amber']],
  ])('is filtered by %j', async (query, names) => {
    expect(await list(query)).toEqual(names);
  });

  it('is filtered by collection, together with everything else', async () => {
    const { projectId, api } = world;
    const items = (await api.asAdmin('GET', `/v1/tasks?projectId=${projectId}`)).body.items as Task[];
    const assetIds = ['heliodor', 'amber', 'emerald', 'coral'].map(
      (name) => items.find(({ imageName }) => imageName === `${name}.png`)!.assetId,
    );
    const { id } = (await api.asAdmin('POST', '/v1/collections', { projectId, name: 'Some', assetIds })).body;
    expect(await list(`collectionId=${id}`)).toEqual(['amber', 'coral', 'emerald', 'heliodor']);
    expect(await list(`collectionId=${id}&stageId=annotate`)).toEqual(['coral', 'emerald', 'heliodor']);
    expect(await list(`collectionId=${id}&assigneeId=ada`)).toEqual(['coral']);
    expect(await list(`collectionId=${id}&imageName=o`)).toEqual(['coral', 'heliodor']);
    const other = await world.newProject(WORKFLOW_TEMPLATES[0].workflow);
    const foreign = await api.asAdmin('GET', `/v1/tasks?projectId=${other.projectId}&collectionId=${id}`);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each([
    ['', 24],
    ['assigneeId=ivy', 12],
    ['collection', 24],
  ])('misses nothing and repeats nothing while its tasks move, with %j', async (filter, size) => {
    const { projectId, addTask } = await world.newProject(WORKFLOW_TEMPLATES[0].workflow);
    await world.as('ivy', 'annotatorReviewer', projectId);
    const ids = await Promise.all(Array.from({ length: 24 }, (_, n) => addTask(`${n}.png`)));
    const bulk = (taskIds: string[], action: object) =>
      world.api.asAdmin('POST', '/v1/tasks/bulk', { taskIds, action });
    const held = ids.slice(0, 12);
    await bulk(held, { operation: 'assign', userId: 'ivy' });
    let query = filter;
    if (filter === 'collection') {
      const { items } = (await world.api.asAdmin('GET', `/v1/tasks?projectId=${projectId}`)).body;
      const assetIds = (items as Task[]).map(({ assetId }) => assetId);
      const made = await world.api.asAdmin('POST', '/v1/collections', { projectId, name: 'All', assetIds });
      query = `collectionId=${made.body.id}`;
    }
    const seen: string[] = [];
    let pageToken: string | undefined;
    let round = 0;
    do {
      const page = pageToken === undefined ? '' : `&pageToken=${pageToken}`;
      const { body } = await world.api.asAdmin(
        'GET',
        `/v1/tasks?projectId=${projectId}&${query}&limit=5${page}`,
      );
      seen.push(...(body.items as Task[]).map(({ id }) => id));
      ({ nextPageToken: pageToken } = body);
      // Between two pages everything moves to another stage, and back to the same person.
      const stageId = round++ % 2 === 0 ? 'review' : 'annotate';
      await bulk(ids, { operation: 'move', stageId });
      await bulk(held, { operation: 'assign', userId: 'ivy' });
      await bulk(ids, { operation: 'setPriority', priority: (round * 31) % 100 });
    } while (pageToken !== undefined);
    expect(seen).toHaveLength(size);
    expect(new Set(seen).size).toBe(size);
  });
});
