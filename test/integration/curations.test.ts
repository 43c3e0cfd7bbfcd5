import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { deriveId } from '../../shared/ids.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { readTable } from '../../shared/tables/read-table.ts';
import { noisePicture, pictureProject } from '../support/picture-project.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';
import { tinyOnnx } from '../support/tiny-onnx.ts';

const PROJECT = 'gems';
let api: TestApi;
let datasetId: string;

beforeAll(async () => {
  api = await startApi();
  ({ datasetId } = await pictureProject(api, PROJECT));
  for (let i = 0; i < 6; i++) {
    const tint: [number, number, number] = i % 2 === 0 ? [150, 20, 20] : [20, 20, 150];
    await api.ingest(datasetId, `good-${i}.png`, await noisePicture(i, tint));
  }
  await api.ingest(datasetId, 'copy.png', await noisePicture(0, [150, 20, 20]));
  const black = { create: { width: 96, height: 96, channels: 3 as const, background: '#020202' } };
  await api.ingest(datasetId, 'black.png', await sharp(black).png().toBuffer());
}, 60_000);
afterAll(() => api.stop());

async function curated(body: object = {}) {
  const { status, body: started } = await api.asAdmin('POST', '/v1/curations', {
    projectId: PROJECT,
    ...body,
  });
  expect(status).toBe(202);
  const ended = await api.ended(started.id);
  expect(ended.error).toBeUndefined();
  expect(ended).toMatchObject({ status: 'succeeded' });
  const { body: curation } = await api.asAdmin('GET', `/v1/curations/${started.id}`);
  return { curation, table: await readTable(await api.blobs.get(blobKeys.curationTable(started.id))) };
}

test('a curation finds what is wrong, proposes what to label next, and reads only new images again', async () => {
  const { curation, table } = await curated({ selection: { budget: 3, priority: 90 } });
  expect(curation).toMatchObject({ images: 8, prioritised: 3 });
  // Two copies may be described at the same time.
  expect(curation.described).toBeGreaterThanOrEqual(7);
  expect(curation.tableUrl).toMatch(/^http/);
  const keys = table.texts('key');
  const row = (key: string) => keys.indexOf(key);
  const issues = table.texts('issues');
  expect(issues[row('black.png')]).toContain('dark');
  expect(issues[row('good-0.png')] + issues[row('copy.png')]).toContain('exact-duplicate');
  expect(issues[row('good-3.png')]).toBe('');
  const rank = table.integers('selected_rank');
  expect(rank[row('black.png')]).toBe(-1);
  // Of two copies only one is proposed.
  expect([rank[row('good-0.png')], rank[row('copy.png')]].filter((place) => place >= 0)).toHaveLength(1);
  const [nearest] = table.texts('neighbours')[row('copy.png')].split(' ');
  expect(keys[Number(nearest)]).toBe('good-0.png');
  expect([...table.numbers('x')].every(Number.isFinite)).toBe(true);

  const { items: tasks } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
  expect(
    tasks
      .filter(({ priority }) => priority === 90)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    table
      .texts('task_id')
      .filter((_, i) => rank[i] >= 0 && rank[i] < 3)
      .sort(),
  );

  await api.ingest(datasetId, 'late.png', await noisePicture(9, [90, 90, 20]));
  const { curation: second } = await curated();
  expect(second).toMatchObject({
    images: 9,
    described: 1,
    prioritised: 0,
    before: { id: curation.id, images: 8 },
    changes: { added: 1, removed: 0, gone: {} },
  });
  const { body: list } = await api.asAdmin('GET', `/v1/curations?projectId=${PROJECT}`);
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual([second.id, curation.id]);
}, 60_000);

test('images like some, and like a part of one, are found', async () => {
  const { body: page } = await api.asAdmin('GET', `/v1/curations?projectId=${PROJECT}`);
  const path = `/v1/curations/${page.items[0].id}/similar`;
  const { body: all } = await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}&limit=100`);
  const idOf = (name: string) => all.items.find(({ key }: { key: string }) => key === name).id;
  const { body: alike } = await api.asAdmin('POST', path, { assetIds: [idOf('copy.png')], limit: 3 });
  expect(alike.items[0]).toMatchObject({ assetId: idOf('good-0.png'), score: expect.closeTo(1, 5) });
  expect(alike.items).toHaveLength(3);
  // Those that somebody has labelled drop out.
  const [{ taskId }] = alike.items;
  await api.asAdmin('POST', `/v1/tasks/${taskId}/claim`, {});
  const labels = { objects: [], classifications: [] };
  const saved = await api.asAdmin('PUT', `/v1/tasks/${taskId}/labels`, labels, { 'if-match': '"0"' });
  expect(saved.status).toBe(200);
  const asked = { assetIds: [idOf('copy.png')], limit: 3, unlabelledOnly: true };
  const { body: unlabelled } = await api.asAdmin('POST', path, asked);
  expect(unlabelled.items).toHaveLength(3);
  expect(unlabelled.items.map((one: { taskId: string }) => one.taskId)).not.toContain(taskId);

  const crop = { assetId: idOf('good-4.png'), x: 0, y: 0, width: 96, height: 96 };
  const { body: parts } = await api.asAdmin('POST', path, { crop, limit: 1 });
  expect(parts.items[0].assetId).toBe(idOf('good-4.png'));
  const outside = { ...crop, x: 500 };
  expect((await api.asAdmin('POST', path, { crop: outside })).body.code).toBe('invalid-input');
  expect((await api.asAdmin('POST', path, { assetIds: ['nobody'] })).status).toBe(404);
  expect((await api.asAdmin('POST', path, {})).status).toBe(400);

  const { body: detail } = await api.asAdmin('GET', `/v1/curations/${page.items[0].id}`);
  expect(detail.clustersUrl).toMatch(/^http/);
});

test('a few images of two classes teach a model, which answers the rest and says how good it is', async () => {
  const { body: page } = await api.asAdmin('GET', `/v1/curations?projectId=${PROJECT}`);
  const path = `/v1/curations/${page.items[0].id}/micro-models`;
  const { body: all } = await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}&limit=100`);
  const idOf = (name: string) => all.items.find(({ key }: { key: string }) => key === name).id;
  const classes = [
    { name: 'red', assetIds: [idOf('good-0.png'), idOf('good-2.png')] },
    { name: 'blue', assetIds: [idOf('good-1.png'), idOf('good-3.png')] },
  ];
  const prelabel = { classificationId: 'hue', minimumProbability: 0.5 };
  const { status, body } = await api.asAdmin('POST', path, { classes, prelabel });
  expect(status).toBe(200);
  expect(body).toMatchObject({ accuracy: 1, roc: [{ area: 1 }, { area: 1 }] });
  const told = (name: string) =>
    body.images.find(({ assetId }: { assetId: string }) => assetId === idOf(name));
  expect([told('good-4.png').classIndex, told('good-5.png').classIndex]).toEqual([0, 1]);
  expect(told('good-0.png')).toBeUndefined();
  expect(body.prelabelled).toBe(body.images.length);
  const taskOf = (name: string) => `${PROJECT}.${deriveId(PROJECT, idOf(name))}`;
  const { body: labels } = await api.asAdmin('GET', `/v1/tasks/${taskOf('good-5.png')}/labels`);
  expect(labels.classifications).toMatchObject([{ classificationId: 'hue', answers: { 'hue.is': 'Blue' } }]);
  // What is answered is left alone the next time.
  expect((await api.asAdmin('POST', path, { classes, prelabel })).body.prelabelled).toBe(0);

  const both = [classes[0], { name: 'blue', assetIds: [idOf('good-1.png'), idOf('good-0.png')] }];
  expect((await api.asAdmin('POST', path, { classes: both })).body.detail).toMatch(/"red" and as "blue"/);
  const green = [classes[0], { ...classes[1], name: 'green' }];
  expect((await api.asAdmin('POST', path, { classes: green, prelabel })).body.code).toBe('invalid-input');
});

/** What `numpy.save` writes for float32 rows of two numbers. */
function npy(rows: [number, number][]): Buffer {
  const header = `${`{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, 2), }`.padEnd(117)}\n`;
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([head, Buffer.from(header), Buffer.from(Float32Array.from(rows.flat()).buffer)]);
}

test("images are compared by somebody's own vectors, and those without one are counted", async () => {
  const vectors = npy([
    [1, 0],
    [0, 1],
    [1, 0.1],
  ]);
  const names = Buffer.from('good-0.png\ngood-1.png\ngood-2.png\n');
  const { status, body } = await api.asAdmin('POST', '/v1/vector-sets', {
    projectId: PROJECT,
    name: 'mine',
    files: { 'vectors.npy': vectors.length, 'names.txt': names.length },
  });
  expect([status, body.embedding, body.uploads.length]).toEqual([201, 'own.mine', 2]);
  await api.blobs.put(blobKeys.ownVectors(PROJECT, 'mine', 'vectors.npy'), vectors);
  await api.blobs.put(blobKeys.ownVectors(PROJECT, 'mine', 'names.txt'), names);
  const { body: sets } = await api.asAdmin('GET', `/v1/vector-sets?projectId=${PROJECT}`);
  expect(sets.items).toMatchObject([{ name: 'mine', embedding: 'own.mine', size: vectors.length }]);

  const { curation, table } = await curated({ embedding: 'own.mine' });
  expect(curation).toMatchObject({ embedding: 'own.mine', images: 3, described: 3 });
  expect(curation.unreadable).toBeGreaterThanOrEqual(5);
  const keys = table.texts('key');
  const [nearest] = table.texts('neighbours')[keys.indexOf('good-0.png')].split(' ');
  expect(keys[Number(nearest)]).toBe('good-2.png');
  expect((await curated({ embedding: 'own.mine' })).curation.described).toBe(0);

  const missing = await api.asAdmin('POST', '/v1/curations', {
    projectId: PROJECT,
    embedding: 'own.nothing',
  });
  expect((await api.ended(missing.body.id)).error.message).toMatch(/nothing/);
}, 60_000);

test('images are compared by what an installed ONNX model makes of them', async () => {
  const { body: models } = await api.asAdmin('GET', '/v1/models');
  const { id } = models.items.find(({ kind }: { kind: string }) => kind === 'segmenter');
  const { curation, table } = await curated({ embedding: `model.${id}` });
  expect(curation).toMatchObject({ embedding: `model.${id}`, unreadable: 0 });
  const keys = table.texts('key');
  const [nearest] = table.texts('neighbours')[keys.indexOf('copy.png')].split(' ');
  expect(keys[Number(nearest)]).toBe('good-0.png');
}, 60_000);

test('images are compared by any ONNX encoder that is described', async () => {
  const home = join(api.dataFolder, 'models', 'means');
  await mkdir(home, { recursive: true });
  const graph = {
    nodes: [{ type: 'GlobalAveragePool', from: 'pixels', to: 'features' }],
    inputs: { pixels: [1, 3, 0, 0] },
    outputs: { features: [1, 3, 1, 1] },
  };
  await writeFile(join(home, 'model.onnx'), tinyOnnx(graph));
  const files = { model: { name: 'model.onnx' } };
  const licence = 'Apache-2.0';
  const description = { id: 'means', name: 'Means', kind: 'embedder', licence, files, side: 32 };
  await writeFile(join(home, 'model.json'), JSON.stringify(description));
  const { body: models } = await api.asAdmin('GET', '/v1/models');
  expect(models.items.map(({ kind }: { kind: string }) => kind)).toContain('embedder');
  const { curation, table } = await curated({ embedding: 'model.means' });
  expect(curation).toMatchObject({ embedding: 'model.means', unreadable: 0 });
  const keys = table.texts('key');
  // By their mean colour, red ones are nearest to a red one.
  const nearest = table.texts('neighbours')[keys.indexOf('good-0.png')].split(' ').slice(0, 3);
  expect(nearest.map((row) => keys[Number(row)]).sort()).toEqual(['copy.png', 'good-2.png', 'good-4.png']);
  expect((await curated({ embedding: 'model.means' })).curation.described).toBe(0);
}, 60_000);

test('what is wrong with labels is told until it is mended, and read again only then', async () => {
  const { body: all } = await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}&limit=100`);
  const { id: assetId } = all.items.find(({ key }: { key: string }) => key === 'good-2.png');
  const taskId = `${PROJECT}.${deriveId(PROJECT, assetId)}`;
  const labels = labelStore({ ...api.store, blobs: api.blobs });
  const box = (id: string, x: number, width: number) => ({
    id,
    classId: 'gem',
    shape: { type: 'box' as const, x, y: 20, width, height: 30 },
    attributes: {},
    source: 'manual' as const,
    createdBy: 'admin',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'admin',
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
  const save = async (objects: ReturnType<typeof box>[]) => {
    const { revision, classifications } = await labels.get(taskId, 'main');
    const content = { objects, classifications };
    await labels.save({ taskId, branch: 'main', baseRevision: revision, content, by: 'admin' });
  };
  const issuesNow = async () => {
    const { curation, table } = await curated();
    const row = table.texts('asset_id').indexOf(assetId);
    return { curation, kinds: table.texts('issues')[row], reasons: table.texts('issue_reasons')[row] };
  };
  await save([box('cut', 0, 20), box('first', 30, 40), box('again', 31, 40)]);
  const { curation, kinds, reasons } = await issuesNow();
  expect(kinds).toBe('label-touches-border duplicate-label');
  expect(reasons).toMatch(/may go on outside.*\n.*overlaps first of the same class/);
  expect(curation.issues).toMatchObject({ 'label-touches-border': 1, 'duplicate-label': 1 });
  expect((await issuesNow()).kinds).toBe(kinds);
  await save([box('first', 30, 40)]);
  expect((await issuesNow()).kinds).toBe('');
}, 60_000);

test('what a model is least sure of, and what it gets wrong, comes to the front', async () => {
  const { body: all } = await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}&limit=100`);
  const taskOf = (name: string) => {
    const { id } = all.items.find(({ key }: { key: string }) => key === name);
    return `${PROJECT}.${deriveId(PROJECT, id)}`;
  };
  const { body: ontology } = await api.asAdmin('GET', '/v1/ontologies/o');
  const gem = { id: 'gem', name: 'gem', shape: 'box', color: '#ff0000' };
  const content = { name: 'Gems', classes: [gem], classifications: ontology.classifications };
  const ifMatch = { 'if-match': `"${ontology.revision}"` };
  expect((await api.asAdmin('PUT', '/v1/ontologies/o', content, ifMatch)).status).toBe(200);
  const labels = labelStore({ ...api.store, blobs: api.blobs });
  for (const name of ['good-3.png', 'good-4.png']) {
    const taskId = taskOf(name);
    const { revision, classifications } = await labels.get(taskId, 'main');
    const stamp = { source: 'manual' as const, createdBy: 'a', createdAt: '', updatedBy: 'a', updatedAt: '' };
    const shape = { type: 'box' as const, x: 30, y: 20, width: 40, height: 30 };
    const objects = [{ ...stamp, id: 'one', classId: 'gem', shape, attributes: {} }];
    await labels.save({
      taskId,
      branch: 'main',
      baseRevision: revision,
      content: { objects, classifications },
      by: 'admin',
    });
  }
  const found = (name: string, bbox: number[], score: number) => {
    return { image_id: name, category_id: 1, bbox, score };
  };
  const results = Buffer.from(
    JSON.stringify([
      found('good-2.png', [30, 20, 40, 30], 0.9),
      found('good-3.png', [30, 20, 40, 30], 0.5),
      found('good-4.png', [2, 60, 20, 20], 0.95),
    ]),
  );
  const { body: made } = await api.asAdmin('POST', '/v1/prediction-sets', {
    projectId: PROJECT,
    name: 'first',
    files: [{ name: 'results.json', size: results.length }],
  });
  const set = made.predictionSet.id;
  await api.blobs.put(blobKeys.predictionUpload(set, 0), results);
  const { body: importing } = await api.asAdmin('POST', `/v1/prediction-sets/${set}/import`);
  expect(await api.ended(importing.id)).toMatchObject({ status: 'succeeded', result: { predictions: 3 } });

  const first = async (strategy: string, priority: number) => {
    const mixture = [{ strategy, weight: 1 }];
    const { curation, table } = await curated({ selection: { budget: 1, priority, mixture } });
    const row = [...table.integers('selected_rank')].indexOf(0);
    const reason = table.texts('selected_reason')[row];
    return { curation, name: table.texts('key')[row], reason };
  };
  // Nothing was evaluated yet: what has nothing to go on is named, and its part goes to others.
  expect((await first('hard', 93)).curation.idleStrategies).toEqual(['hard']);

  const uncertain = await first('uncertain', 95);
  expect(uncertain.name).toBe('good-3.png');
  expect(uncertain.reason).toMatch(/doubt of the model is 1\.000/);
  expect(uncertain.curation).toMatchObject({ prioritised: 1, idleStrategies: [] });
  expect((await taskStore(api.store).get(taskOf('good-3.png'))).priority).toBe(95);

  const { body: evaluating } = await api.asAdmin('POST', '/v1/evaluations', { predictionSetId: set });
  expect(await api.ended(evaluating.id)).toMatchObject({ status: 'succeeded' });
  const hard = await first('hard', 96);
  expect(hard.name).toBe('good-4.png');
  expect(hard.curation.idleStrategies).toEqual([]);
  expect((await taskStore(api.store).get(taskOf('good-4.png'))).priority).toBe(96);
}, 60_000);

test('a selection is kept as a collection, of images of this project only', async () => {
  const { body: page } = await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}`);
  const assetIds = page.items.slice(0, 3).map(({ id }: { id: string }) => id);
  const asked = { projectId: PROJECT, name: 'Hard ones', assetIds };
  const { status, body: collection } = await api.asAdmin('POST', '/v1/collections', asked);
  expect(status).toBe(201);
  expect((await api.asAdmin('GET', `/v1/collections/${collection.id}`)).body.assetIds).toEqual(assetIds);
  const foreign = await api.asAdmin('POST', '/v1/collections', { ...asked, assetIds: ['elsewhere.1'] });
  expect(foreign.body.code).toBe('invalid-input');
  expect((await api.asAdmin('DELETE', `/v1/collections/${collection.id}`)).status).toBe(204);
  expect((await api.asAdmin('GET', `/v1/collections?projectId=${PROJECT}`)).body.items).toEqual([]);
});
