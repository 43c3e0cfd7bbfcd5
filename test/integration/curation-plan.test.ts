import { afterAll, beforeAll, expect, test } from 'vitest';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { noisePicture, pictureProject } from '../support/picture-project.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

const PROJECT = 'quarry';
let api: TestApi;
let datasetId: string;
let hours = 0;
const begun = Date.now();

beforeAll(async () => {
  api = await startApi({ now: () => new Date(begun + hours * 3_600_000) });
  ({ datasetId } = await pictureProject(api, PROJECT));
  for (let i = 0; i < 6; i++) await api.ingest(datasetId, `${i}.png`, await noisePicture(i, [140, 20, 20]));
}, 60_000);
afterAll(() => api.stop());

async function tick(): Promise<string[]> {
  const { started } = (await api.seams.invoke('schedule-curations', {})) as { started: string[] };
  for (const id of started) expect(await api.ended(id)).toMatchObject({ status: 'succeeded' });
  return started;
}

async function atFront(): Promise<number> {
  const { items } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
  return items.filter(({ priority }) => priority === 90).length;
}

test('a plan is checked when it is saved', async () => {
  const wrong = { isOn: true, everyHours: 0 };
  expect((await api.asAdmin('PATCH', `/v1/projects/${PROJECT}`, { curation: wrong })).status).toBe(400);
  const strange = { isOn: true, everyHours: 1, thresholds: { nonsense: 1 } };
  expect((await api.asAdmin('PATCH', `/v1/projects/${PROJECT}`, { curation: strange })).status).toBe(400);
});

test('a project with a plan looks at new images by itself and keeps the front of its queue filled', async () => {
  expect(await tick()).toEqual([]);

  const curation = {
    isOn: true,
    everyHours: 24,
    thresholds: { sharpness: 10 },
    selection: { budget: 3, priority: 90, mixture: [{ strategy: 'diverse', weight: 1 }] },
  };
  const { body: project } = await api.asAdmin('PATCH', `/v1/projects/${PROJECT}`, { curation });
  expect(project.curation).toEqual({ ...curation, embedding: 'built-in-1' });
  const [first] = await tick();
  expect((await api.asAdmin('GET', `/v1/curations/${first}`)).body).toMatchObject({
    images: 6,
    described: 6,
    prioritised: 3,
    isScheduled: true,
  });
  expect(await atFront()).toBe(3);

  // The same tick again, and a day later without anything new.
  expect(await tick()).toEqual([]);
  hours = 25;
  expect(await tick()).toEqual([]);

  await api.ingest(datasetId, 'new.png', await noisePicture(9, [20, 140, 20]));
  const { body: claimed } = await api.asAdmin('POST', '/v1/tasks/claim-next', { projectId: PROJECT });
  expect(claimed.priority).toBe(90);
  const [second] = await tick();
  // One of the three is in somebody's hands: one more comes to the front, and only the new image is described.
  expect((await api.asAdmin('GET', `/v1/curations/${second}`)).body).toMatchObject({
    images: 7,
    described: 1,
    prioritised: 1,
    atFront: 2,
    changes: { added: 1, removed: 0 },
  });
  hours = 26;
  expect(await tick()).toEqual([]);

  // No image came, but labelled work moved on: the front is filled again.
  const submitted = await api.asAdmin('POST', `/v1/tasks/${claimed.id}/submit`, {});
  expect(submitted.status).toBe(200);
  hours = 51;
  const [third] = await tick();
  expect((await api.asAdmin('GET', `/v1/curations/${third}`)).body).toMatchObject({
    images: 7,
    described: 0,
  });
  expect(await tick()).toEqual([]);

  await api.asAdmin('PATCH', `/v1/projects/${PROJECT}`, { curation: { ...curation, isOn: false } });
  hours = 24 * 30;
  expect(await tick()).toEqual([]);
}, 60_000);
