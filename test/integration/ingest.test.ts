import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

const FOLDER = new URL('../../../shared/fixtures/images/', import.meta.url);
const present = existsSync(FOLDER);
if (!present) console.warn('Skipped in part: the image fixtures are not at ../shared/fixtures/images.');

let api: TestApi;
let datasetId: string;
beforeAll(async () => {
  api = await startApi();
  datasetId = (await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' })).body.id;
});
afterAll(() => api.stop());

const image = (color: string, width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: color } })
    .jpeg()
    .toBuffer();

const assetsOf = async (id: string, status = 'ready') =>
  (await api.asAdmin('GET', `/v1/assets?datasetId=${id}&status=${status}&limit=500`)).body.items;

async function newProject(ids: string[]) {
  const id = `p${Math.random().toString(36).slice(2, 10)}`;
  const stage = { settings: {}, pathways: [] as { name: string; to: string }[] };
  const workflow = await workflowStore(api.store).create({
    id,
    by: 'admin',
    name: 'Straight',
    content: {
      name: 'Straight',
      stages: [
        { ...stage, id: 's', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'a' }] },
        { ...stage, id: 'a', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'c' }] },
        { ...stage, id: 'c', kind: 'complete', name: 'Complete' },
      ],
    } as never,
  });
  return projectStore(api.store).create({
    id,
    name: 'Gems',
    datasetIds: ids,
    ontologyId: 'o',
    workflowId: workflow.id,
    workflowRevision: 1,
    status: 'active',
    rejectionReasons: [],
    createdBy: 'admin',
  });
}

describe.skipIf(!present)('files as people bring them', () => {
  test('each is registered upright, or quarantined with a reason of its own', async () => {
    const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Odd files' });
    interface Expected {
      file: string;
      verdict: string;
      stored?: number[];
      upright?: number[];
    }
    const { images } = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as {
      images: Expected[];
    };
    for (const { file } of images) await api.ingest(dataset.id, file, readFileSync(new URL(file, FOLDER)));

    const ready = new Map((await assetsOf(dataset.id)).map((asset: { key: string }) => [asset.key, asset]));
    const refused = new Map(
      (await assetsOf(dataset.id, 'quarantined')).map((asset: { key: string }) => [asset.key, asset]),
    );
    for (const { file, verdict, upright, stored } of images) {
      if (verdict === 'refuse') {
        expect(refused.get(file), file).toMatchObject({
          reasonCode: expect.any(String),
          reason: expect.any(String),
        });
        continue;
      }
      const [width, height] = upright ?? stored!;
      expect(ready.get(file), file).toMatchObject({ width, height, status: 'ready' });
      const { warnings } = ready.get(file) as { warnings: string[] };
      if (verdict === 'accept-with-warning') expect(warnings.join(), file).toContain('content is JPEG');
    }
    expect(ready.size + refused.size).toBe(images.length);
    const { body } = await api.asAdmin('GET', `/v1/datasets/${dataset.id}`);
    expect(body.counts).toEqual({ ready: ready.size, quarantined: refused.size, removed: 0 });
  });
});

describe('ingest', () => {
  test('makes a thumbnail of at most 512 pixels, and measures', async () => {
    await api.ingest(datasetId, 'large.jpg', await image('#ff0000', 2000, 1000));
    const [asset] = (await assetsOf(datasetId)).filter((one: { key: string }) => one.key === 'large.jpg');
    const thumbnail = await sharp(await api.blobs.get(blobKeys.thumbnail(asset.id))).metadata();
    expect([thumbnail.format, thumbnail.width, thumbnail.height]).toEqual(['webp', 512, 256]);
    expect(asset.metrics.brightness).toBeCloseTo(1 / 3, 1);
    expect(asset.metrics).toMatchObject({ contrast: expect.any(Number), sharpness: expect.any(Number) });
    expect(asset.thumbnailUrl).toMatch(/^http/);
  });

  test('computes the embeddings of a project that asks for them: of what is there, and of what arrives', async () => {
    const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Prepared' });
    const project = await newProject([dataset.id]);
    await api.ingest(dataset.id, 'before.jpg', await image('#224466'));
    const asked = await api.asAdmin('PATCH', `/v1/projects/${project.id}`, { embedsImages: true });
    expect(asked).toMatchObject({ status: 200, body: { embedsImages: true } });
    await api.ingest(dataset.id, 'after.jpg', await image('#446622'));
    await vi.waitFor(
      async () => {
        const embedded = new Map<string, boolean>();
        for (const { key, sha256 } of await assetsOf(dataset.id))
          embedded.set(key, (await api.blobs.head(blobKeys.embedding('nano', sha256))) !== undefined);
        expect(Object.fromEntries(embedded)).toEqual({ 'before.jpg': true, 'after.jpg': true });
      },
      { timeout: 10_000, interval: 100 },
    );
    const jobs = async () =>
      (await api.asAdmin('GET', `/v1/jobs?projectId=${project.id}`)).body.items.filter(
        ({ kind }: { kind: string }) => kind === 'embed-images',
      );
    const [job] = await jobs();
    expect(await api.ended(job.id)).toMatchObject({ status: 'succeeded', result: { unreadable: 0 } });
    // Said again it starts nothing.
    await api.asAdmin('PATCH', `/v1/projects/${project.id}`, { embedsImages: true });
    expect(await jobs()).toHaveLength(1);
    // Another model has not seen them yet.
    await api.asAdmin('PUT', '/v1/models/in-use', { projectId: project.id, modelId: 'nano' });
    expect((await jobs()).map(({ asked }: { asked: object }) => asked)).toHaveLength(2);
  });

  test('of the same event twice changes nothing; a changed file replaces, a deleted one leaves, a new one returns', async () => {
    await api.ingest(datasetId, 'one.jpg', await image('#00ff00'));
    const event = { type: 'created', key: blobKeys.image(datasetId, 'one.jpg') };
    const assets = assetStore(api.store);
    const [before] = (await assetsOf(datasetId)).filter((one: { key: string }) => one.key === 'one.jpg');
    await api.seams.workflows.startSync('ingest-asset', event);
    expect(await assets.get(before.id)).toMatchObject({ updatedAt: before.updatedAt });

    await api.ingest(datasetId, 'one.jpg', await image('#0000ff', 30, 20));
    expect(await assets.get(before.id)).toMatchObject({ width: 30, height: 20, createdAt: before.createdAt });

    await api.blobs.delete(event.key);
    await api.seams.workflows.startSync('ingest-asset', { ...event, type: 'deleted' });
    expect((await assets.get(before.id)).status).toBe('removed');

    await api.ingest(datasetId, 'one.jpg', await image('#0000ff', 30, 20));
    expect((await assets.get(before.id)).status).toBe('ready');
  });

  test('passes over hidden files, and files of no dataset', async () => {
    expect(await api.ingest(datasetId, '.DS_Store', new Uint8Array(5))).toMatchObject({ verdict: 'ignored' });
    expect(await api.ingest('nowhere', 'a.jpg', await image('#fff'))).toMatchObject({ verdict: 'ignored' });
  });

  test('a file that becomes unreadable is quarantined, with its earlier self gone', async () => {
    await api.ingest(datasetId, 'two.jpg', await image('#123456'));
    await api.ingest(datasetId, 'two.jpg', Buffer.from('not an image any more'));
    const [asset] = await assetsOf(datasetId, 'quarantined');
    expect(asset).toMatchObject({ key: 'two.jpg', reasonCode: 'not-an-image', width: 0 });
  });

  test('gives every project its task, once; a project that comes later gets them by a job', async () => {
    const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Shared' });
    const tasks = taskStore(api.store);
    const first = await newProject([dataset.id]);
    const bytes = await image('#abcdef');
    for (let i = 0; i < 5; i++) await api.ingest(dataset.id, `${i}.jpg`, bytes);
    for (let i = 0; i < 5; i++) await api.ingest(dataset.id, `${i}.jpg`, bytes);
    await expect
      .poll(async () =>
        (await tasks.list({ projectId: first.id, limit: 100 })).items.map((one) => one.stageId),
      )
      .toEqual(['a', 'a', 'a', 'a', 'a']);

    const second = await newProject([dataset.id]);
    const { startJob } = await import('../../functions/api/start-job.ts');
    const job = await startJob(
      { store: api.store, workflows: api.seams.workflows, log: console },
      { ownerId: second.id, kind: 'create-project-tasks', input: {}, createdBy: 'admin' },
    );
    expect(await api.ended(job.id)).toMatchObject({ status: 'succeeded', result: { items: 5, created: 5 } });
    await expect
      .poll(async () =>
        (await tasks.list({ projectId: second.id, limit: 100 })).items.map((one) => one.stageId),
      )
      .toEqual(['a', 'a', 'a', 'a', 'a']);
  });

  test('a dataset that is deleted is gone at once, and its images follow', async () => {
    const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Short-lived' });
    for (let i = 0; i < 5; i++) await api.ingest(dataset.id, `${i}.jpg`, await image('#654321', 20 + i));
    expect((await api.asAdmin('DELETE', `/v1/datasets/${dataset.id}`)).status).toBe(204);
    expect((await api.asAdmin('GET', `/v1/datasets/${dataset.id}`)).status).toBe(404);
    const assets = assetStore(api.store);
    await expect
      .poll(() => assets.counts(dataset.id), { timeout: 20_000 })
      .toEqual({ ready: 0, quarantined: 0, removed: 5 });
    expect(await api.ingest(dataset.id, '9.jpg', await image('#fff'))).toMatchObject({ verdict: 'ignored' });
  });
});
