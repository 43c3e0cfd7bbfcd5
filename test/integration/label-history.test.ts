import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import type { Call } from '../support/start-api.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
let ada: Call;
let path: string;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
  ada = await world.as('ada', 'annotator');
  path = `/v1/tasks/${await world.addTask('tray.png')}`;
  await ada('POST', `${path}/claim`);
});
afterAll(() => world.stop());

const save = (revision: number, ids: string[]) =>
  ada('PUT', `${path}/labels`, world.labels(...ids), { 'if-match': `"${revision}"` });

describe('the history of labels', () => {
  it('names who made and changed each object, whatever the client says', async () => {
    expect((await save(0, ['a', 'b'])).status).toBe(200);
    const [a] = (await ada('GET', `${path}/labels`)).body.objects;
    // The helper's labels claim to be by somebody else.
    expect(a).toMatchObject({ createdBy: 'ada', updatedBy: 'ada' });
    expect(Date.now() - Date.parse(a.createdAt)).toBeLessThan(60_000);
  });

  it('refuses two objects of one id', async () => {
    expect(await save(1, ['a', 'a'])).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  });

  it('tells what each revision did, and to one object', async () => {
    // "c" takes the place of "a", and "b" stays.
    expect((await save(1, ['c', 'b'])).status).toBe(200);
    const all = (await ada('GET', `${path}/labels/changes`)).body.items;
    const told = all.map((one: { objects: { kind: string; objectId: string }[] }) =>
      one.objects.map(({ kind, objectId }) => `${kind} ${objectId}`),
    );
    expect(told).toEqual([
      ['created c', 'deleted a'],
      ['created a', 'created b'],
    ]);
    expect(all[0]).toMatchObject({ revision: 2, savedBy: 'ada' });
    const ofB = (await ada('GET', `${path}/labels/changes?objectId=b`)).body.items;
    expect(ofB.map((one: { revision: number }) => one.revision)).toEqual([1]);
    const first = (await ada('GET', `${path}/labels/changes?limit=1`)).body;
    expect(first.items).toHaveLength(1);
    const rest = await ada('GET', `${path}/labels/changes?limit=1&pageToken=${first.nextPageToken}`);
    expect(rest.body.items[0].revision).toBe(1);
  });

  it('goes back to a revision as a new one, and can come forward again', async () => {
    const back = (revision: number, base: number) =>
      ada('POST', `${path}/labels/restore`, { revision }, { 'if-match': `"${base}"` });
    expect(await back(1, 1)).toMatchObject({ status: 409, body: { code: 'stale-revision' } });
    expect(await back(7, 2)).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    expect(await back(1, 2)).toMatchObject({ status: 200, body: { revision: 3, restoredFrom: 1 } });
    const now = (await ada('GET', `${path}/labels`)).body;
    expect(now.objects.map((one: { id: string }) => one.id)).toEqual(['a', 'b']);
    const [latest] = (await ada('GET', `${path}/labels/revisions`)).body.items;
    expect(latest).toMatchObject({ revision: 3, restoredFrom: 1 });
    expect((await back(2, 3)).body).toMatchObject({ revision: 4 });
    const ids = (await ada('GET', `${path}/labels`)).body.objects.map((one: { id: string }) => one.id);
    expect(ids).toEqual(['c', 'b']);
  });

  it('is written by the holder alone', async () => {
    const bob = await world.as('bob', 'annotator');
    const stolen = await bob('POST', `${path}/labels/restore`, { revision: 1 }, { 'if-match': '"4"' });
    expect(stolen).toMatchObject({ status: 409, body: { code: 'not-holder' } });
  });
});
