import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import type { Scene } from '../../shared/demo/scene.ts';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { rleIou } from '../../shared/geometry/rle-operations.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { annotateOnlyProject } from '../support/annotate-only-project.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
let scene: Scene;
let projectId: string;
let taskId: string;

beforeAll(async () => {
  api = await startApi();
  const made = await annotateOnlyProject(api, 'Trays', [
    { id: 'box', name: 'Stone, roughly', shape: 'box', color: '#3366aa' },
    { id: 'mask', name: 'Stone', shape: 'mask', color: '#3366bb' },
    { id: 'spot', name: 'Spot', shape: 'polyline', color: '#3366bb' },
  ]);
  projectId = made.projectId;
  const tray = await renderDemoImage({ name: 'tray.jpg', sceneSeed: 4242, style: 'tray' });
  scene = tray.scene;
  await api.ingest(made.datasetId, 'tray.jpg', tray.bytes);
  const claim = async () => (await api.asAdmin('POST', '/v1/tasks/claim-next', { projectId })).body.id;
  await vi.waitFor(async () => expect((taskId = await claim())).toBeTypeOf('string'), {
    timeout: 20_000,
    interval: 100,
  });
}, 60_000);
afterAll(() => api.stop());

const ask = (body: object) => api.asAdmin('POST', '/v1/models/outlines', { projectId, ...body });
const labels = async (): Promise<{ revision: number; objects: LabelObject[] }> =>
  (await api.asAdmin('GET', `/v1/tasks/${taskId}/labels`)).body;

it('turns boxes into masks in a job, once, and leaves everything else', { timeout: 60_000 }, async () => {
  const stones = scene.objects.filter(({ area }) => area > 3000).slice(0, 6);
  const at = '2026-05-01T10:00:00.000Z';
  const stamp = { createdBy: 'x', createdAt: at, updatedBy: 'x', updatedAt: at };
  const boxes = stones.map(({ box }, i) => ({
    id: `s${i}`,
    classId: 'box',
    shape: { type: 'box', ...box },
    ...stamp,
  }));
  const spot = {
    type: 'polyline',
    points: [
      [5, 5],
      [9, 9],
    ],
  };
  const content = { objects: [...boxes, { id: 'spot', classId: 'spot', shape: spot, ...stamp }] };
  const saved = await api.asAdmin('PUT', `/v1/tasks/${taskId}/labels`, content, { 'if-match': '"0"' });
  expect(saved.status).toBe(200);
  const before = await labels();

  const started = await ask({ classId: 'box', toClassId: 'mask' });
  expect(started.status).toBe(202);
  const job = await api.ended(started.body.id);
  expect(job).toMatchObject({
    status: 'succeeded',
    result: { outlined: stones.length, images: 1, empty: 0, unreadable: 0 },
    progress: { done: 1, total: 1 },
  });
  const { revision, objects } = await labels();
  expect(revision).toBe(2);
  expect(objects.map(({ id }) => id)).toEqual(before.objects.map(({ id }) => id));
  expect(objects.find(({ id }) => id === 'spot')).toEqual(before.objects.find(({ id }) => id === 'spot'));
  const ious = stones.map((stone, i) => {
    const object = objects.find(({ id }) => id === `s${i}`)!;
    expect(object).toMatchObject({ classId: 'mask', source: 'model', createdBy: 'admin' });
    expect(object.confidence).toBeGreaterThan(0.5);
    if (object.shape.type !== 'mask') return 0;
    const truth = decodeRleCounts(visibleMask(scene, stone).counts)!;
    return rleIou(decodeRleCounts(object.shape.counts)!, truth);
  });
  expect(ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toBeGreaterThan(0.8);

  const again = await api.ended((await ask({ classId: 'box', toClassId: 'mask' })).body.id);
  expect(again).toMatchObject({ status: 'succeeded', result: { outlined: 0 } });
  expect((await labels()).revision).toBe(2);
});

it('refuses classes that have no outline or are not there, and models that are no segmenters', async () => {
  const detail = async (body: object) => (await ask(body)).body;
  expect(await detail({ toClassId: 'mask' })).toMatchObject({ status: 400, code: 'invalid-input' });
  expect((await detail({ classId: 'box', toClassId: 'spot' })).detail).toContain('drawn as polyline');
  expect((await detail({ classId: 'none' })).detail).toContain('no class "none"');
  expect(await detail({ modelId: 'sam-9' })).toMatchObject({ status: 404 });
});
