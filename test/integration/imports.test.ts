import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
const tasks: string[] = [];
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
  const pixels = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
  for (const name of ['a.png', 'b.png', 'c.png']) {
    const taskId = await world.addTask(name);
    tasks.push(taskId);
    const { datasetId } = (await world.api.asAdmin('GET', `/v1/tasks/${taskId}`)).body;
    await world.api.blobs.put(blobKeys.image(datasetId, name), pixels);
  }
});
afterAll(() => world.stop());

/** Three images of which one is not in the project, with a class that the ontology lacks. */
const coco = (x: number) =>
  JSON.stringify({
    images: ['a.png', 'b.png', 'stranger.png'].map((file_name, i) => ({
      id: i + 1,
      file_name,
      width: 640,
      height: 480,
    })),
    categories: [
      { id: 1, name: 'Gem' },
      { id: 2, name: 'Pearl' },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, bbox: [x, 10, 30, 30], area: 900, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 2, bbox: [50, 10, 30, 30], area: 900, iscrowd: 0 },
      { id: 3, image_id: 2, category_id: 1, bbox: [10, 10, 30, 30], area: 900, iscrowd: 0 },
      { id: 4, image_id: 3, category_id: 1, bbox: [10, 10, 30, 30], area: 900, iscrowd: 0 },
    ],
  });

async function imported(files: Record<string, Uint8Array>, options: object = {}) {
  const { projectId, api } = world;
  const listed = Object.entries(files).map(([name, bytes]) => ({ name, size: bytes.length }));
  const { body: sent } = await api.asAdmin('POST', '/v1/imports/uploads', { projectId, files: listed });
  expect(sent.uploads.map((one: { name: string }) => one.name)).toEqual(Object.keys(files));
  // What a PUT to the signed link does.
  for (const [index, bytes] of Object.values(files).entries()) {
    await api.blobs.put(blobKeys.importUpload(projectId, sent.uploadId, index), bytes);
  }
  const body = { projectId, uploadId: sent.uploadId, files: listed, ...options };
  const { status, body: job } = await api.asAdmin('POST', '/v1/imports', body);
  expect(status).toBe(202);
  return api.ended(job.id);
}
const labelsOf = async (taskId: string) =>
  (await world.api.asAdmin('GET', `/v1/tasks/${taskId}/labels`)).body;
const classesOf = async (taskId: string) =>
  (await labelsOf(taskId)).objects.map((one: { classId: string }) => one.classId);

describe('importing labels', () => {
  it('takes what fits, and says what it left out and why', async () => {
    const job = await imported({ 'instances.json': strToU8(coco(10)) });
    expect(job).toMatchObject({
      status: 'succeeded',
      progress: { done: 2, total: 2 },
      result: { items: 2, imported: 2, objects: 2, kept: 0, unknownImages: 1, addedClasses: 0 },
    });
    const reasons = job.result.problems.map((one: { reason: string }) => one.reason);
    expect(reasons).toContain('1 objects left out: the ontology has no class "Pearl" with the shape box.');
    expect(reasons).toContain('No image of the project has this name.');
    expect(await classesOf(tasks[0])).toEqual(['gem']);
    const [object] = (await labelsOf(tasks[0])).objects;
    expect(object).toMatchObject({ source: 'import', shape: { x: 10, width: 30 } });
    const task = (await world.api.asAdmin('GET', `/v1/tasks/${tasks[0]}`)).body;
    expect(task).toMatchObject({ labelRevision: 1, classIds: ['gem'] });
  });

  it('says beforehand what would happen, and saves nothing', async () => {
    const before = await labelsOf(tasks[0]);
    const file = { 'instances.json': strToU8(coco(77)) };
    const job = await imported(file, { dryRun: true, existing: 'replace', addClasses: true });
    expect(job, JSON.stringify(job)).toMatchObject({
      status: 'succeeded',
      asked: { dryRun: true, existing: 'replace' },
      result: {
        format: 'coco',
        imported: 2,
        kept: 0,
        objects: 3,
        addedClasses: 1,
        unknownImages: 1,
        classes: [
          { name: 'Gem', shape: 'box', objects: 2 },
          { name: 'Pearl', shape: 'box', objects: 1 },
        ],
      },
    });
    expect(await labelsOf(tasks[0])).toEqual(before);
    const ontology = await world.api.asAdmin('GET', `/v1/ontologies/${world.ontologyId}`);
    expect(ontology.body.classes).toHaveLength(1);
  });

  it('keeps, replaces or adds to what is there, as asked', async () => {
    const file = { 'instances.json': strToU8(coco(99)) };
    expect((await imported(file)).result).toMatchObject({ imported: 1, kept: 1 });
    expect((await labelsOf(tasks[0])).objects[0].shape.x).toBe(10);
    const added = await imported(file, { existing: 'add', addClasses: true });
    expect(added.result).toMatchObject({ imported: 2, addedClasses: 1 });
    expect(await classesOf(tasks[0])).toEqual(['gem', 'gem', 'pearl']);
    const replaced = await imported(file, { existing: 'replace' });
    expect(replaced.result).toMatchObject({ imported: 2, kept: 0 });
    expect((await classesOf(tasks[0])).sort()).toEqual(['gem', 'pearl']);
    expect((await labelsOf(tasks[0])).revision).toBe(3);
  });

  it('reads a zip of another format', async () => {
    const zip = zipSync({
      'data.yaml': strToU8('path: .\ntrain: images/train\nnames:\n  0: Gem\n'),
      'labels/train/c.txt': strToU8('0 0.5 0.5 0.25 0.5\n'),
    });
    const job = await imported({ 'yolo.zip': zip });
    expect(job, JSON.stringify(job)).toMatchObject({ status: 'succeeded' });
    const [object] = (await labelsOf(tasks[2])).objects;
    // The file holds fractions: the size is that of the project's own image.
    expect(object.shape).toEqual({ type: 'box', x: 240, y: 120, width: 160, height: 240 });
  });

  it('brings attributes that known classes lack when asked to, and else says what it left out', async () => {
    const file = {
      'instances.json': strToU8(
        coco(200).replaceAll('"iscrowd":0', '"iscrowd":0,"attributes":{"cut":"oval","carat":2}'),
      ),
    };
    const left = await imported(file, { existing: 'replace' });
    const reasons = left.result.problems.map((one: { reason: string }) => one.reason);
    expect(reasons).toContain('2 values left out: the class "Gem" has no attribute "cut".');
    expect((await labelsOf(tasks[0])).objects[0].attributes).toEqual({});

    const brought = await imported(file, { existing: 'replace', addClasses: true });
    expect(brought.result).toMatchObject({ imported: 2, addedClasses: 0 });
    const ontology = (await world.api.asAdmin('GET', `/v1/ontologies/${world.ontologyId}`)).body;
    const [cut, carat] = ontology.classes[0].attributes;
    expect([cut.name, carat.name, carat.type]).toEqual(['cut', 'carat', 'number']);
    const { attributes } = (await labelsOf(tasks[0])).objects[0];
    expect(attributes[carat.id]).toBe(2);
    expect(Object.keys(attributes)).toHaveLength(2);
  });

  it('of files that hold nothing for this project fails with a sentence', async () => {
    const elsewhere = coco(1)
      .replaceAll('.png', '.jpg')
      .replaceAll(/"[abc]\.jpg/g, '"z.jpg');
    const job = await imported({ 'instances.json': strToU8(elsewhere) });
    expect(job).toMatchObject({ status: 'failed', error: { code: 'invalid-input' } });
    expect(job.error.message).toMatch(/^None of the \d images in the files is in this project/);
    const nonsense = await imported({ 'notes.bin': strToU8('hello') });
    expect(nonsense.error.message).toMatch(/none of the known formats/);
  });
});
