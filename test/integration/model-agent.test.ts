import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import type { Scene } from '../../shared/demo/scene.ts';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { rleIou } from '../../shared/geometry/rle-operations.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
let scene: Scene;
let image: Uint8Array;
beforeAll(async () => {
  api = await startApi();
  const tray = await renderDemoImage({ name: 'tray.jpg', sceneSeed: 4242, style: 'tray' });
  scene = tray.scene;
  image = tray.bytes;
}, 60_000);
afterAll(() => api.stop());

const make = async (path: string, body: unknown) => {
  const answer = await api.asAdmin('POST', `/v1/${path}`, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
};

/** A project whose tasks wait for the model, with one image. */
async function project(classes: object[], settings: object, bytes: Uint8Array) {
  const { workflow } = WORKFLOW_TEMPLATES.find((one) => one.id === 'pre-label')!;
  const stages = workflow.stages.map((stage) =>
    stage.kind === 'agent'
      ? { ...stage, settings: { ...stage.settings, actor: 'model', ...settings } }
      : stage,
  );
  const datasetId = await make('datasets', { name: 'Trays' });
  const ontologyId = await make('ontologies', { name: 'Stones', classes });
  const workflowId = await make('workflows', { name: 'Pre-label', stages });
  const projectId = await make('projects', { name: 'P', datasetIds: [datasetId], ontologyId, workflowId });
  await api.ingest(datasetId, 'tray.jpg', bytes);
  const find = async () => (await api.asAdmin('GET', `/v1/tasks?projectId=${projectId}`)).body.items[0];
  await vi.waitFor(async () => expect((await find())?.stageId).toBe('pre-label'), {
    timeout: 20_000,
    interval: 100,
  });
  return { projectId, find };
}

const run = () => api.seams.invoke('run-agents', {});
const labelsOf = async (taskId: string): Promise<{ revision: number; objects: LabelObject[] }> =>
  (await api.asAdmin('GET', `/v1/tasks/${taskId}/labels`)).body;
const stone = { id: 'stone', name: 'Stone', color: '#3366aa' };

describe('an agent stage with a model', () => {
  it('outlines the stones of a tray and sends the task to review', { timeout: 60_000 }, async () => {
    const { find } = await project([{ ...stone, shape: 'mask' }], { modelId: 'nano' }, image);
    expect(await run()).toMatchObject({ answered: 1, failed: 0 });
    const task = await find();
    expect(task).toMatchObject({ stageId: 'review', labelRevision: 1, classIds: ['stone'] });
    const { objects } = await labelsOf(task.id);
    for (const object of objects) {
      expect(object).toMatchObject({ classId: 'stone', source: 'model', createdBy: 'model:nano' });
      expect(object.confidence).toBeGreaterThan(0.5);
    }
    const masks = objects.map(({ shape }) =>
      shape.type === 'mask' ? decodeRleCounts(shape.counts)! : new Uint32Array(),
    );
    const large = scene.objects.filter(({ area }) => area > 5000);
    const found = large.filter((one) => {
      const truth = decodeRleCounts(visibleMask(scene, one).counts)!;
      return masks.some((mask) => rleIou(mask, truth) > 0.6);
    });
    expect(found.length).toBeGreaterThanOrEqual(0.7 * large.length);
  });

  it(
    'turns a detector’s boxes into outlines, by the names of the ontology',
    { timeout: 60_000 },
    async () => {
      const { library } = api.seams.models;
      const home = join(api.dataFolder, 'models', 'tiny');
      await mkdir(home, { recursive: true });
      await cp(
        join(import.meta.dirname, '../../shared/models/test-detectors/yolo-v8.onnx'),
        join(home, 'model.onnx'),
      );
      const description = {
        id: 'tiny',
        name: 'Tiny',
        kind: 'detector',
        profile: 'yolo-v8',
        licence: 'Apache-2.0',
        files: { model: { name: 'model.onnx' } },
        classes: ['red', 'blue'],
        classMap: { red: 'stone', blue: 'Pearl' },
        minimumScore: 0.1,
      };
      await writeFile(join(home, 'model.json'), JSON.stringify(description));
      expect((await library.list()).map((one) => one.description.id)).toContain('tiny');
      const classes = [
        { ...stone, shape: 'polygon' },
        { id: 'pearl', name: 'Pearl', shape: 'box', color: '#ffffff' },
      ];
      const { find } = await project(classes, { modelId: 'tiny' }, image);
      await run();
      const task = await find();
      expect(task.stageId).toBe('review');
      const { objects } = await labelsOf(task.id);
      expect(objects.length).toBeGreaterThan(0);
      for (const { classId, shape } of objects) {
        expect(shape.type).toBe(classId === 'pearl' ? 'box' : 'polygon');
      }
    },
  );

  it('asks a missing model again, and gives up on an image of classes that nobody knows', async () => {
    const missing = await project([{ ...stone, shape: 'mask' }], { modelId: 'sam-9' }, image);
    const classes = [
      { ...stone, shape: 'mask' },
      { ...stone, id: 'other', name: 'Other', shape: 'mask' },
    ];
    const unclear = await project(classes, { modelId: 'nano' }, image);
    expect(await run()).toMatchObject({ answered: 1, failed: 1 });
    expect(await missing.find()).toMatchObject({ stageId: 'pre-label', labelRevision: 0 });
    expect(await unclear.find()).toMatchObject({ stageId: 'annotate', labelRevision: 0 });
  });
});
