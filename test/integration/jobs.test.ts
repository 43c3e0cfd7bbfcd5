import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { loadCoco } from '../support/load-coco.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';
import { RUBY_AND_OPAL, straightProject } from '../support/straight-project.ts';

const IMAGES = 24;
const PROJECT = 'gems';
let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  const { datasetId } = await straightProject(api, PROJECT, RUBY_AND_OPAL);
  for (let i = 0; i < IMAGES; i++) {
    // The last two are copies of each other: their splits must not part.
    const shade = Math.min(i, IMAGES - 2) * 10;
    const bytes = await sharp({
      create: { width: 100, height: 80, channels: 3, background: { r: shade, g: 0, b: 0 } },
    })
      .png()
      .toBuffer();
    await api.ingest(datasetId, `tray/${String(i).padStart(2, '0')}.png`, bytes);
  }
  const labels = labelStore({ ...api.store, blobs: api.blobs });
  const { items: tasks } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
  const at = '2030-01-01T00:00:00.000Z';
  const common = {
    attributes: {},
    source: 'manual',
    createdBy: 'admin',
    createdAt: at,
    updatedBy: 'admin',
    updatedAt: at,
  };
  for (const [i, task] of tasks.entries()) {
    const objects = [
      { ...common, id: `b${i}`, classId: 'c1', shape: { type: 'box', x: i, y: 2.25, width: 30, height: 40 } },
      {
        ...common,
        id: `p${i}`,
        classId: 'c2',
        shape: {
          type: 'polygon',
          parts: [
            [
              [
                [10, 10],
                [50, 10],
                [50, 30],
                [10, 30],
              ],
            ],
          ],
        },
      },
    ] as LabelObject[];
    await labels.save({
      taskId: task.id,
      branch: 'main',
      baseRevision: 0,
      content: { objects, classifications: [] },
      by: 'admin',
    });
  }
}, 60_000);
afterAll(() => api.stop());

async function exported(body: object) {
  const { status, body: job } = await api.asAdmin('POST', '/v1/exports', body);
  expect(status).toBe(202);
  const done = await api.ended(job.id);
  expect(done).toMatchObject({ status: 'succeeded' });
  const { body: download } = await api.asAdmin('GET', `/v1/exports/${job.id}`);
  expect(download.downloadUrl).toMatch(/^http/);
  return {
    job: done,
    file: await api.blobs.get(blobKeys.exportFile(job.id, download.fileName)),
    ...download,
  };
}

test('a dry run of an export says what the format cannot hold, and makes no file', async () => {
  const asked = { projectId: PROJECT, format: 'kitti', include: 'labelled', dryRun: true };
  const { body } = await api.asAdmin('POST', '/v1/exports', asked);
  const job = await api.ended(body.id);
  expect(job).toMatchObject({ status: 'succeeded', result: { images: IMAGES, objects: 2 * IMAGES } });
  expect(job.result.dropped).toContainEqual({
    what: 'shape polygon',
    count: IMAGES,
    reason: expect.stringMatching(/box/),
  });
  expect(job.result.file).toBeUndefined();
  expect((await api.asAdmin('GET', `/v1/exports/${job.id}`)).status).toBe(409);
});

async function frozen(body: object) {
  const { body: started } = await api.asAdmin('POST', '/v1/snapshots', {
    projectId: PROJECT,
    include: 'labelled',
    ...body,
  });
  expect(await api.ended(started.job.id)).toMatchObject({ status: 'succeeded' });
  return (await api.asAdmin('GET', `/v1/snapshots/${started.snapshot.id}`)).body;
}

describe('a snapshot', () => {
  const splits = { train: 0.5, val: 0.25, test: 0.25 };

  test('is sealed under the hash of its content: the same content has the same', async () => {
    const one = await frozen({ name: 'one', splits, seed: 7 });
    expect(one).toMatchObject({ status: 'sealed', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(one.counts).toEqual({ images: IMAGES, objects: 2 * IMAGES, train: 12, val: 6, test: 6 });
    expect((await frozen({ name: 'two', splits, seed: 7 })).sha256).toBe(one.sha256);
    expect((await frozen({ name: 'three', splits, seed: 8 })).sha256).not.toBe(one.sha256);
  });

  test('takes the images of a collection, with a class, saved in a time, and keeps its note', async () => {
    const { items } = await taskStore(api.store).list({ projectId: PROJECT, limit: 5 });
    const { body: collection } = await api.asAdmin('POST', '/v1/collections', {
      projectId: PROJECT,
      name: 'Five',
      assetIds: items.map(({ assetId }) => assetId),
    });
    const filter = { collectionId: collection.id, classIds: ['c1'], savedFrom: '2000-01-01T00:00:00Z' };
    const five = await frozen({ name: 'five', note: ' For the fair. ', filter });
    expect(five).toMatchObject({ note: 'For the fair.', filter, counts: { images: 5, objects: 10 } });
    const { job } = await exported({ snapshotId: five.id, format: 'coco' });
    expect(job.result).toMatchObject({ images: 5 });
    const none = await frozen({ name: 'none', filter: { savedBefore: '2000-01-01T00:00:00Z' } });
    expect(none.counts).toMatchObject({ images: 0 });
    for (const [bad, status] of [
      [{ classIds: ['nobody'] }, 400],
      [{ collectionId: 'elsewhere.1' }, 404],
      [{ colour: 'red' }, 400],
    ] as const) {
      const asked = { projectId: PROJECT, name: 'x', filter: bad };
      expect((await api.asAdmin('POST', '/v1/snapshots', asked)).status).toBe(status);
    }
  });

  test('stays as it is when labels change afterwards, in its exports too', async () => {
    const before = await frozen({ name: 'before' });
    const [task] = (await taskStore(api.store).list({ projectId: PROJECT, limit: 1 })).items;
    const labels = labelStore({ ...api.store, blobs: api.blobs });
    const { objects, classifications, revision } = await labels.get(task.id, 'main');
    const fewer = { objects: objects.slice(1), classifications };
    await labels.save({
      taskId: task.id,
      branch: 'main',
      baseRevision: revision,
      content: fewer,
      by: 'admin',
    });
    const now = await exported({ projectId: PROJECT, format: 'coco', include: 'labelled' });
    expect(now.job.result).toMatchObject({ images: IMAGES, objects: 2 * IMAGES - 1 });
    const then = await exported({ snapshotId: before.id, format: 'coco' });
    expect(then.job.result).toMatchObject({ images: IMAGES, objects: 2 * IMAGES });
    expect((await frozen({ name: 'after' })).sha256).not.toBe(before.sha256);
    await labels.save({
      taskId: task.id,
      branch: 'main',
      baseRevision: revision + 1,
      content: { objects, classifications },
      by: 'admin',
    });
  });

  test('never parts copies of one image', async () => {
    for (let seed = 0; seed < 2; seed++) {
      const { id } = await frozen({ name: `seed ${seed}`, splits, seed });
      const { file } = await exported({ snapshotId: id, format: 'lapidary' });
      const { assets } = JSON.parse(Buffer.from(file).toString());
      const of = (key: string) => assets.find((asset: { key: string }) => asset.key === key).split;
      expect(of('tray/23.png')).toBe(of('tray/22.png'));
    }
  });
});

describe('two snapshots', () => {
  test('differ in images and objects, per class, and the first can be brought back', async () => {
    const labels = labelStore({ ...api.store, blobs: api.blobs });
    const tasks = taskStore(api.store);
    const before = await frozen({ name: 'good' });
    const [first, second] = (await tasks.list({ projectId: PROJECT, limit: 2 })).items;
    const edit = async (taskId: string, apply: (objects: LabelObject[]) => LabelObject[]) => {
      const { objects, revision } = await labels.get(taskId, 'main');
      const content = { objects: apply(objects), classifications: [] };
      await labels.save({ taskId, branch: 'main', baseRevision: revision, content, by: 'eve' });
    };
    // One box is gone, another one became an opal and a polygon came.
    await edit(first.id, (objects) => objects.filter(({ classId }) => classId === 'c2'));
    await edit(second.id, ([box, ...rest]) => [
      { ...box, classId: 'c2' },
      { ...rest[0], id: 'new' },
      ...rest,
    ]);
    const after = await frozen({ name: 'worse' });
    const compared = await api.asAdmin('GET', `/v1/snapshots/${after.id}/diff?against=${before.id}`);
    expect(compared.body).toMatchObject({
      images: { added: 0, removed: 0, changed: 2 },
      objects: { added: 1, removed: 1, changed: 1 },
      classes: {
        c1: { added: 0, removed: 1, changed: 0 },
        c2: { added: 1, removed: 0, changed: 1 },
      },
      countedImages: 2,
    });
    expect(compared.body.items[0]).toMatchObject({ change: 'changed', differs: ['labels'] });

    const { body: job } = await api.asAdmin('POST', `/v1/snapshots/${before.id}/restore`);
    expect(await api.ended(job.id)).toMatchObject({
      status: 'succeeded',
      progress: { done: IMAGES, total: IMAGES },
      result: { items: IMAGES, changed: 2, same: IMAGES - 2, missing: 0 },
    });
    const again = await api.asAdmin('GET', `/v1/snapshots/${(await frozen({ name: 'back' })).id}`);
    const same = await api.asAdmin('GET', `/v1/snapshots/${again.body.id}/diff?against=${before.id}`);
    expect(same.body.objects).toEqual({ added: 0, removed: 0, changed: 0 });
    const { objects, revision } = await labels.get(first.id, 'main');
    expect(objects.map(({ classId }) => classId).sort()).toEqual(['c1', 'c2']);
    // What was done in between is still to be seen.
    expect((await labels.getRevision(first.id, 'main', revision - 1))?.objects).toHaveLength(1);
    expect((await tasks.get(first.id)).labelRevision).toBe(revision);
  });
});

describe('an export', () => {
  test('as COCO is one file that pycocotools loads as it is', async () => {
    const { file, fileName, size } = await exported({
      projectId: PROJECT,
      format: 'coco',
      include: 'labelled',
    });
    expect(fileName).toBe('instances_default.json');
    expect(file.length).toBe(size);
    const coco = JSON.parse(Buffer.from(file).toString());
    expect(coco.images).toHaveLength(IMAGES);
    expect(coco.annotations).toHaveLength(2 * IMAGES);
    expect(coco.categories.map((one: { id: number; name: string }) => [one.id, one.name])).toEqual([
      [1, 'ruby'],
      [2, 'opal'],
    ]);
    const loaded = loadCoco(file);
    if (!loaded) return;
    expect(loaded.images).toHaveLength(IMAGES);
    expect(loaded.categories).toEqual(['ruby', 'opal']);
    expect(loaded.areas.filter((area) => area === 800)).toHaveLength(IMAGES);
    expect(loaded.maskPixels.every((pixels) => pixels === 800 || pixels === 0 || pixels > 1000)).toBe(true);
  });

  test('of several files is a ZIP, with the images when asked for', async () => {
    const { id } = await frozen({ name: 'zip', splits: { train: 0.5, val: 0.25, test: 0.25 } });
    const { file, fileName, job } = await exported({ snapshotId: id, format: 'coco', images: 'files' });
    expect(fileName).toBe('coco.zip');
    expect(job.result.files).toBe(3 + IMAGES);
    const { unzipSync } = await import('fflate');
    const entries = unzipSync(file);
    expect(Object.keys(entries)).toContain('annotations/instances_train.json');
    const picture = entries['images/tray/00.png'];
    expect(Buffer.from(picture.subarray(1, 4)).toString()).toBe('PNG');
  });

  test('gives links to the images instead of the images', async () => {
    const { file } = await exported({
      projectId: PROJECT,
      include: 'labelled',
      format: 'yolo',
      images: 'links',
    });
    const { unzipSync } = await import('fflate');
    const entries = unzipSync(file);
    const rows = Buffer.from(entries['image-links.csv']).toString().trim().split('\n');
    expect(rows).toHaveLength(1 + IMAGES);
    expect(Object.keys(entries).filter((path) => path.startsWith('images/'))).toEqual([]);
    const [path, url] = rows[1].split(',');
    expect(path).toMatch(/^images\/train\/.*\.png$/);
    expect(url).toMatch(/^http\S+signature=/);
  });

  test('lies as a folder in the bucket when asked for, with a link to every file, page by page', async () => {
    const { body } = await api.asAdmin('POST', '/v1/exports', {
      projectId: PROJECT,
      include: 'labelled',
      format: 'labelme',
      packing: 'folder',
    });
    const job = await api.ended(body.id);
    expect(job.result).toMatchObject({ files: IMAGES, folder: `exports/${job.id}/files/` });
    const paths: string[] = [];
    let page = `/v1/exports/${job.id}/files?limit=3`;
    for (;;) {
      const { body: list } = await api.asAdmin('GET', page);
      for (const { path, size, downloadUrl } of list.items) {
        paths.push(path);
        expect(downloadUrl).toMatch(/^http\S+signature=/);
        expect((await api.blobs.get(job.result.folder + path)).length).toBe(size);
      }
      if (list.nextPageToken === undefined) break;
      page = `/v1/exports/${job.id}/files?limit=3&pageToken=${list.nextPageToken}`;
    }
    expect(new Set(paths).size).toBe(IMAGES);
    expect((await api.asAdmin('GET', `/v1/exports/${job.id}`)).body.detail).toMatch(
      /This export is a folder/,
    );
  });

  test('of nothing says so', async () => {
    const { body: job } = await api.asAdmin('POST', '/v1/exports', { projectId: PROJECT, format: 'coco' });
    const done = await api.ended(job.id);
    expect(done.status === 'succeeded' ? done.result.images : done.error.code).toBe(0);
  });

  test('that is not there yet, or is none, is told', async () => {
    const { body } = await api.asAdmin('POST', '/v1/exports', {
      projectId: PROJECT,
      snapshotId: 'x.y',
      format: 'coco',
    });
    expect(body).toMatchObject({ code: 'invalid-input', status: 400 });
    const unknown = await api.asAdmin('GET', '/v1/exports/gems.none');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not-found']);
  });
});

describe('a job', () => {
  const input = {
    projectId: PROJECT,
    include: 'labelled',
    format: 'coco',
    ontologyId: 'o',
    ontologyRevision: 1,
  };
  const create = (own: string) =>
    jobStore(api.store).create({
      id: `${PROJECT}.${own}`,
      ownerId: PROJECT,
      kind: 'export-labels',
      input,
      createdBy: 'admin',
    });

  test('that was cut off is driven on, and keeps the shards that were done', async () => {
    const jobs = jobStore(api.store);
    const { id } = await create('cutoff');
    await api.seams.invoke('plan-job', { jobId: id });
    const shard = await api.seams.invoke('export-shard', { jobId: id, shard: 3 });
    const part = blobKeys.exportPart(id, 3);
    const { etag } = (await api.blobs.head(part))!;
    expect(await api.seams.invoke('export-shard', { jobId: id, shard: 3 })).toEqual(shard);
    expect((await api.blobs.head(part))!.etag).toBe(etag);
    expect(await api.seams.invoke('redrive-jobs', { olderThanSeconds: 0 })).toMatchObject({ redriven: [id] });
    expect(await api.ended(id)).toMatchObject({ status: 'succeeded', result: { images: IMAGES } });
    expect((await jobs.get(id)).attempts).toBe(2);
    expect(await api.seams.invoke('redrive-jobs', { olderThanSeconds: 0 })).toEqual({
      redriven: [],
      failed: [],
    });
  });

  test('that is cancelled stops, and stays cancelled', async () => {
    const { id } = await create('stop');
    const { body } = await api.asAdmin('POST', `/v1/jobs/${id}/cancel`);
    expect(body.status).toBe('cancelled');
    await api.seams.workflows.startSync('export-labels', { jobId: id });
    expect((await jobStore(api.store).get(id)).status).toBe('cancelled');
  });

  test('that is cancelled while machines predict for it is begun once more, to put down what they cost', async () => {
    const jobs = jobStore(api.store);
    const input = {
      projectId: PROJECT,
      predictionSetId: 'none',
      modelId: 'none',
      ontologyId: 'none',
      ontologyRevision: 1,
      iouType: 'bbox',
    };
    const start = vi.spyOn(api.seams.workflows, 'start');
    const sweep = () => api.seams.invoke('redrive-jobs', { olderThanSeconds: 0 });
    for (const id of [`${PROJECT}.here`, `${PROJECT}.machines`]) {
      await jobs.create({ id, ownerId: PROJECT, kind: 'evaluate', input, createdBy: 'admin' });
      if (id.endsWith('machines')) await jobs.putPart(id, 'processing', { attempts: 1 });
      expect((await api.asAdmin('POST', `/v1/jobs/${id}/cancel`)).body.status).toBe('cancelled');
    }
    // The first start fails: what is owed is not forgotten.
    start.mockRejectedValueOnce(new Error('Rate exceeded'));
    await expect(sweep()).rejects.toThrow('Rate exceeded');
    await sweep();
    const id = `${PROJECT}.machines`;
    const asked = ['evaluate', { jobId: id }, { name: 'gems-machines-2' }];
    expect(start.mock.calls).toEqual([asked, asked]);
    const { executionId } = await start.mock.results[1].value;
    await vi.waitFor(
      async () => expect((await api.seams.workflows.describe(executionId)).status).toBe('succeeded'),
      { timeout: 10_000, interval: 100 },
    );
    expect(await jobs.get(id)).toMatchObject({ status: 'cancelled', attempts: 2 });
    expect((await api.asAdmin('GET', `/v1/jobs/${id}`)).body).not.toHaveProperty('owesCost');
    // Neither what had no machines nor what is settled is looked at for ever.
    await jobs.settle(id);
    expect(await jobs.listUnfinished()).toEqual([]);
    start.mockRestore();
  });

  test('that is cancelled while it freezes leaves a failed snapshot, which no export takes', async () => {
    const input = { projectId: PROJECT, name: 'never', include: 'labelled' };
    const { body: started } = await api.asAdmin('POST', '/v1/snapshots', input);
    const { body: job } = await api.asAdmin('POST', `/v1/jobs/${started.job.id}/cancel`);
    if (job.status !== 'cancelled') return;
    const { body: snapshot } = await api.asAdmin('GET', `/v1/snapshots/${started.snapshot.id}`);
    expect(snapshot.status).toBe('failed');
    const refused = await api.asAdmin('POST', '/v1/exports', { snapshotId: snapshot.id, format: 'coco' });
    expect([refused.status, refused.body.code]).toEqual([409, 'not-ready']);
  });

  test('that fails says why', async () => {
    const jobs = jobStore(api.store);
    const { id } = await jobs.create({
      id: `${PROJECT}.bad`,
      ownerId: PROJECT,
      kind: 'export-labels',
      input: { ...input, ontologyId: 'none' },
      createdBy: 'admin',
    });
    await api.seams.workflows.startSync('export-labels', { jobId: id });
    expect(await jobs.get(id)).toMatchObject({
      status: 'failed',
      error: { code: 'not-found', message: expect.stringContaining('none') },
    });
  });
});
