import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
});
afterAll(() => world.stop());

it('says how many labels an edited ontology has no place for, before it is saved', async () => {
  const ana = await world.as('ana', 'annotator');
  for (const name of ['a.png', 'b.png']) {
    const taskId = await world.addTask(name);
    await ana('POST', `/v1/tasks/${taskId}/claim`);
    const saved = await ana('PUT', `/v1/tasks/${taskId}/labels`, world.labels('one', 'two'), {
      'if-match': '"0"',
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  }
  const path = `/v1/ontologies/${world.ontologyId}`;
  const before = (await world.api.asAdmin('GET', path)).body;
  const { name, classes, classifications } = before;
  const asked = (changed: object[]) =>
    world.api.asAdmin('POST', `${path}/impact`, { name, classes: changed, classifications });
  const polygon = await asked([{ ...classes[0], shape: 'polygon' }]);
  expect(polygon.body).toEqual({
    images: 2,
    isComplete: true,
    impacts: [{ name: 'Gem', reason: 'the class is drawn as polygon now, the object as box', count: 4 }],
  });
  expect((await asked([{ ...classes[0], color: '#112233' }])).body.impacts).toEqual([]);
  expect((await world.api.asAdmin('GET', path)).body).toEqual(before);
});

it('refuses an ontology that nests without end, before anything walks down it', async () => {
  const levels = 2_000;
  const open = '{"id":"a","name":"a","type":"radio","options":[{"id":"o","name":"Yes","attributes":['.repeat(
    levels,
  );
  const attribute = `${open}{"id":"z","name":"z","type":"text"}${']}]}'.repeat(levels)}`;
  const gem = `{"id":"c","name":"Gem","shape":"box","color":"#000000","attributes":[${attribute}]}`;
  const body = `{"name":"Deep","classes":[${gem}],"classifications":[]}`;
  for (const [method, path] of [
    ['POST', '/v1/ontologies'],
    ['PUT', `/v1/ontologies/${world.ontologyId}`],
    ['POST', `/v1/ontologies/${world.ontologyId}/impact`],
  ] as const) {
    const answer = await world.api.asAdmin(method, path, body, { 'if-match': '"1"' });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-input']);
    expect(answer.body.detail).toBe('The body nests deeper than 64 levels.');
  }
});
