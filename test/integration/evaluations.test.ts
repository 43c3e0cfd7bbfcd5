import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { readTable } from '../../shared/tables/read-table.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';
import { RUBY_AND_OPAL, straightProject } from '../support/straight-project.ts';

const IMAGES = 6;
const PROJECT = 'gems';
let api: TestApi;
let labels: ReturnType<typeof labelStore>;

/** Image i holds a ruby at (10, 10) of 40 × 40 pixels, and an opal at (60, 10) of 20 × 20. */
beforeAll(async () => {
  api = await startApi();
  labels = labelStore({ ...api.store, blobs: api.blobs });
  const { datasetId } = await straightProject(api, PROJECT, RUBY_AND_OPAL);
  for (let i = 0; i < IMAGES; i++) {
    const background = { r: 40 * i, g: 0, b: 0 };
    const bytes = await sharp({ create: { width: 100, height: 80, channels: 3, background } })
      .png()
      .toBuffer();
    await api.ingest(datasetId, `tray/${i}.png`, bytes);
  }
  const at = '2030-01-01T00:00:00.000Z';
  const stamp = {
    attributes: {},
    source: 'manual',
    createdBy: 'admin',
    createdAt: at,
    updatedBy: 'admin',
    updatedAt: at,
  };
  const { items: tasks } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
  for (const task of tasks) {
    const ring = [
      [60, 10],
      [80, 10],
      [80, 30],
      [60, 30],
    ];
    const objects = [
      { ...stamp, id: 'r', classId: 'c1', shape: { type: 'box', x: 10, y: 10, width: 40, height: 40 } },
      { ...stamp, id: 'o', classId: 'c2', shape: { type: 'polygon', parts: [[ring]] } },
    ] as LabelObject[];
    const content = { objects, classifications: [] };
    await labels.save({ taskId: task.id, branch: 'main', baseRevision: 0, content, by: 'admin' });
  }
}, 60_000);
afterAll(() => api.stop());

async function imported(name: string, files: Record<string, unknown>) {
  const bodies = Object.entries(files).map(([file, value]) => ({
    file,
    bytes:
      value instanceof Uint8Array
        ? Buffer.from(value)
        : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  }));
  const { status, body } = await api.asAdmin('POST', '/v1/prediction-sets', {
    projectId: PROJECT,
    name,
    files: bodies.map(({ file, bytes }) => ({ name: file, size: bytes.length })),
  });
  expect(status).toBe(201);
  expect(body.uploads[0].url).toMatch(/^http/);
  for (const [index, { bytes }] of bodies.entries())
    await api.blobs.put(blobKeys.predictionUpload(body.predictionSet.id, index), bytes);
  const { body: started } = await api.asAdmin('POST', `/v1/prediction-sets/${body.predictionSet.id}/import`);
  return { job: await api.ended(started.id), setId: body.predictionSet.id as string };
}

const found = (imageId: unknown, categoryId: number, bbox: number[], score: number) => ({
  image_id: imageId,
  category_id: categoryId,
  bbox,
  score,
});

test('COCO results become a branch, are matched once, and are scored as pycocotools does', async () => {
  const numbers = Array.from({ length: IMAGES }, (_, i) => i);
  const { job, setId } = await imported('first', {
    'results.json': [
      ...numbers.map((i) => found(100 + i, 7, [10, 10, 40, 40], 0.9)),
      ...numbers.map((i) => found(100 + i, 9, [60, 10, 20, i < 3 ? 20 : 5], i < 3 ? 0.8 : 0.7)),
      found(100, 7, [60, 10, 20, 20], 0.3),
      found(999, 7, [0, 0, 5, 5], 0.5),
    ],
    'ground-truth.json': {
      images: numbers.map((i) => ({ id: 100 + i, file_name: `tray/${i}.png` })),
      categories: [
        { id: 7, name: 'ruby' },
        { id: 9, name: 'opal' },
      ],
    },
  });
  expect(job).toMatchObject({
    status: 'succeeded',
    result: { images: IMAGES, predictions: 2 * IMAGES + 1, unknownImages: 1 },
  });
  const { items: tasks } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
  const { body: set } = await api.asAdmin('GET', `/v1/prediction-sets/${setId}`);
  expect((await labels.get(tasks[0].id, set.branch)).objects[0]).toMatchObject({ source: 'model' });
  expect((await labels.get(tasks[0].id, 'main')).revision).toBe(1);

  const { status, body: started } = await api.asAdmin('POST', '/v1/evaluations', {
    predictionSetId: setId,
    minMap: 0.9,
  });
  expect(status).toBe(202);
  const done = await api.ended(started.id);
  expect(done).toMatchObject({ status: 'succeeded', result: { gate: { isPassed: false }, images: IMAGES } });
  const { body: evaluation } = await api.asAdmin('GET', `/v1/evaluations/${started.id}`);
  // Rubies: all found before the one wrong. Opals: the three surest are right, the other three boxes are too small.
  expect(evaluation.stats[1]).toBeCloseTo((1 + 51 / 101) / 2, 10);
  expect(evaluation).toMatchObject({
    classes: ['ruby', 'opal'],
    counts: { images: 6, truths: 12, predictions: 13 },
  });
  const table = await readTable(await api.blobs.get(blobKeys.evaluationTable(started.id, 'predictions')));
  const scores = [...table.numbers('score')];
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(table.numbers('iou')[0]).toBe(1);
  expect(table.numbers('other_iou').at(-1)).toBe(1);
  const report = JSON.parse(
    Buffer.from(await api.blobs.get(blobKeys.evaluationReport(started.id))).toString(),
  );
  expect(report.stats).toEqual(evaluation.stats);
  expect(report.details.confusion.labels).toEqual(['ruby', 'opal', 'background']);

  // Against a snapshot, with masks; the same labels were not evaluated before, so nothing was better.
  const { body: freeze } = await api.asAdmin('POST', '/v1/snapshots', {
    projectId: PROJECT,
    name: 'one',
    include: 'labelled',
  });
  await api.ended(freeze.job.id);
  const again = { predictionSetId: setId, snapshotId: freeze.snapshot.id, iouType: 'segm', minMap: 0.1 };
  const { body: second } = await api.asAdmin('POST', '/v1/evaluations', again);
  expect(await api.ended(second.id)).toMatchObject({
    status: 'succeeded',
    result: { gate: { isPassed: true } },
  });
  const { body: third } = await api.asAdmin('POST', '/v1/evaluations', again);
  await api.ended(third.id);
  const { body: list } = await api.asAdmin('GET', `/v1/evaluations?projectId=${PROJECT}`);
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual([third.id, second.id, started.id]);
  expect(list.items[0].bestBefore).toMatchObject({ id: second.id });
  expect(list.items[1].bestBefore).toBeUndefined();
  expect(list.items[0].snapshotSha256).toMatch(/^[0-9a-f]{64}$/);
}, 60_000);

test('results by file name and class number need no other file', async () => {
  const { job } = await imported('by name', { 'results.json': [found('0.png', 2, [60, 10, 20, 20], 0.5)] });
  expect(job).toMatchObject({ status: 'succeeded', result: { images: 1, predictions: 1 } });
}, 30_000);

const lapidaryBox = (x: number, y: number, width: number, height: number) => ({
  type: 'box',
  x,
  y,
  width,
  height,
});

test.each([
  [
    'YOLO lines with scores, by the sizes of the project’s images',
    {
      'labels/0.txt': '0 0.3 0.375 0.4 0.5 0.9\n1 0.7 0.25 0.2 0.25 0.4\n',
      'labels/1.txt': '0 0.3 0.375 0.4 0.5 0.8\n',
    },
  ],
  [
    'YOLO in a zip, with the names of its classes',
    {
      'run.zip': zipSync({
        'data.yaml': strToU8('names: [opal, ruby]\n'),
        'labels/0.txt': strToU8('1 0.3 0.375 0.4 0.5 0.9\n0 0.7 0.25 0.2 0.25 0.4\n'),
        'labels/1.txt': strToU8('1 0.3 0.375 0.4 0.5 0.8\n'),
      }),
    },
  ],
  [
    'CVAT with scores as attributes',
    {
      'annotations.xml': `<annotations><version>1.1</version>
        <image id="0" name="tray/0.png" width="100" height="80">
          <box label="ruby" source="auto" xtl="10" ytl="10" xbr="50" ybr="50"><attribute name="score">0.9</attribute></box>
          <box label="opal" source="auto" xtl="60" ytl="10" xbr="80" ybr="30"><attribute name="score">0.4</attribute></box>
        </image>
        <image id="1" name="tray/1.png" width="100" height="80">
          <box label="ruby" source="auto" xtl="10" ytl="10" xbr="50" ybr="50"><attribute name="score">0.8</attribute></box>
        </image></annotations>`,
    },
  ],
  [
    'Label Studio predictions of the last model, without the annotations beside them',
    {
      'tasks.json': [
        labelStudioTask('0.png', [
          ['ruby', 10, 12.5, 40, 50, 0.9],
          ['opal', 60, 12.5, 20, 25, 0.4],
        ]),
        labelStudioTask('1.png', [['ruby', 10, 12.5, 40, 50, 0.8]]),
      ],
    },
  ],
  [
    'Lapidary JSON with confidences',
    {
      'lapidary.json': {
        lapidary: 1,
        ontology: { classes: [], classifications: [] },
        assets: [
          {
            key: 'tray/0.png',
            objects: [
              { class: 'ruby', shape: lapidaryBox(10, 10, 40, 40), confidence: 0.9 },
              { class: 'opal', shape: lapidaryBox(60, 10, 20, 20), confidence: 0.4 },
            ],
          },
          {
            key: 'tray/1.png',
            objects: [{ class: 'ruby', shape: lapidaryBox(10, 10, 40, 40), confidence: 0.8 }],
          },
        ],
      },
    },
  ],
])(
  '%s become a prediction set',
  async (name, files) => {
    const { job, setId } = await imported(name.slice(0, 40), files);
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { predictions: 3, unknownImages: 0 },
    });
    const { body: set } = await api.asAdmin('GET', `/v1/prediction-sets/${setId}`);
    const { items: tasks } = await taskStore(api.store).list({ projectId: PROJECT, limit: 100 });
    const found = new Map<string, string[]>();
    for (const task of tasks) {
      const { objects } = await labels.get(task.id, set.branch);
      const lines = objects.map(({ classId, shape, confidence, source }) => {
        const { x, y, width, height } = shape as { x: number; y: number; width: number; height: number };
        return `${classId} ${[x, y, width, height].map(Math.round).join(' ')} ${confidence} ${source}`;
      });
      if (lines.length > 0) found.set(task.imageName, lines.sort());
    }
    expect(Object.fromEntries(found)).toEqual({
      '0.png': ['c1 10 10 40 40 0.9 model', 'c2 60 10 20 20 0.4 model'],
      '1.png': ['c1 10 10 40 40 0.8 model'],
    });
  },
  30_000,
);

/** In percent of the image, as Label Studio has it; an earlier model and a person were there before. */
function labelStudioTask(file: string, boxes: [string, number, number, number, number, number][]) {
  const region = ([label, x, y, width, height, score]: (typeof boxes)[number]) => ({
    type: 'rectanglelabels',
    from_name: 'label',
    to_name: 'image',
    original_width: 100,
    original_height: 80,
    value: { x, y, width, height, rotation: 0, rectanglelabels: [label] },
    score,
  });
  const elsewhere = region(['ruby', 1, 1, 5, 5, 0.99]);
  return {
    id: 1,
    data: { image: `/data/upload/${file}` },
    annotations: [{ id: 1, result: [elsewhere] }],
    predictions: [
      { model_version: 'first', score: 0.5, result: [elsewhere] },
      { model_version: 'second', score: 0.9, result: boxes.map(region) },
    ],
  };
}

test('predictions of images that are not here, and files that never came, are refused with the reason', async () => {
  const { job } = await imported('foreign', { 'results.json': [found(17, 1, [0, 0, 5, 5], 0.5)] });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'invalid-input' } });
  expect(job.error.message).toContain('17');
  const { body } = await api.asAdmin('POST', '/v1/prediction-sets', {
    projectId: PROJECT,
    name: 'never sent',
    files: [{ name: 'results.json', size: 10 }],
  });
  const { body: started } = await api.asAdmin('POST', `/v1/prediction-sets/${body.predictionSet.id}/import`);
  expect((await api.ended(started.id)).error.message).toContain('not been uploaded');
  const refused = await api.asAdmin('POST', '/v1/evaluations', { predictionSetId: body.predictionSet.id });
  expect(refused.body.code).toBe('not-ready');
}, 30_000);

test('a model makes the predictions that are evaluated, once', async () => {
  const home = join(api.dataFolder, 'models', 'tiny');
  await mkdir(home, { recursive: true });
  const detectors = join(import.meta.dirname, '../../shared/models/test-detectors');
  await cp(join(detectors, 'yolo-v8.onnx'), join(home, 'model.onnx'));
  const description = {
    id: 'tiny',
    name: 'Tiny',
    kind: 'detector',
    profile: 'yolo-v8',
    licence: 'Apache-2.0',
    files: { model: { name: 'model.onnx' } },
    classes: ['red', 'blue'],
    classMap: { red: 'ruby', blue: 'opal' },
    minimumScore: 0.1,
  };
  await writeFile(join(home, 'model.json'), JSON.stringify(description));
  const asked = { projectId: PROJECT, modelId: 'tiny' };
  const { status, body: started } = await api.asAdmin('POST', '/v1/evaluations', asked);
  expect(status).toBe(202);
  const job = await api.ended(started.id);
  expect(job).toMatchObject({ status: 'succeeded', result: { images: IMAGES } });
  const { body: evaluation } = await api.asAdmin('GET', `/v1/evaluations/${started.id}`);
  expect(evaluation).toMatchObject({ model: 'tiny', predictionSetName: 'Tiny' });
  const set = `/v1/prediction-sets/${evaluation.predictionSetId}`;
  const { body: ready } = await api.asAdmin('GET', set);
  expect(ready).toMatchObject({ status: 'ready', counts: { images: IMAGES } });
  // The set can be scored again against other labels, without the model.
  const again = { predictionSetId: evaluation.predictionSetId };
  const { body: second } = await api.asAdmin('POST', '/v1/evaluations', again);
  expect(await api.ended(second.id)).toMatchObject({ status: 'succeeded', result: { images: IMAGES } });
  const neither = await api.asAdmin('POST', '/v1/evaluations', { projectId: PROJECT });
  expect(neither.body.code).toBe('invalid-input');
  const unknown = await api.asAdmin('POST', '/v1/evaluations', { ...asked, modelId: 'nobody' });
  expect(unknown.status).toBe(404);
}, 60_000);
