import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type TestApi } from '../../../test/support/start-api.ts';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { decodeEmbedding } from '../../../shared/models/image-embedding.ts';
import { BUNDLED_MODELS } from '../../../shared/models/model-library.ts';
import { renderDemoImage } from '../../../shared/demo/render-demo-image.ts';
import { visibleMask } from '../../../shared/demo/scene-truth.ts';
import type { Scene } from '../../../shared/demo/scene.ts';
import { rleIou } from '../../../shared/geometry/rle-operations.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';

describe('segmenting through the API', () => {
  let api: TestApi;
  let taskId: string;
  let scene: Scene;

  beforeAll(async () => {
    api = await startApi();
    const make = async (path: string, body: unknown) => {
      const answer = await api.asAdmin('POST', `/v1/${path}`, body);
      expect(answer).toMatchObject({ status: 201 });
      return answer.body.id;
    };
    const datasetId = await make('datasets', { name: 'Trays' });
    const ontologyId = await make('ontologies', { name: 'Stones' });
    const stages = [
      { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'annotate' }] },
      {
        id: 'annotate',
        kind: 'annotate',
        name: 'Annotate',
        pathways: [{ name: 'submitted', to: 'complete' }],
      },
      { id: 'complete', kind: 'complete', name: 'Complete' },
    ];
    const workflowId = await make('workflows', { name: 'Plain', stages });
    const projectId = await make('projects', {
      name: 'Trays',
      datasetIds: [datasetId],
      ontologyId,
      workflowId,
    });
    const image = await renderDemoImage({ name: 'tray.jpg', sceneSeed: 4242, style: 'tray' });
    scene = image.scene;
    await api.ingest(datasetId, 'tray.jpg', image.bytes);
    // The task walks to its first stage by itself, in a moment.
    const claim = async () => {
      const { body } = await api.asAdmin('POST', '/v1/tasks/claim-next', { projectId });
      taskId = body.id;
      return taskId;
    };
    await vi.waitFor(async () => expect(await claim()).toBeTypeOf('string'), {
      timeout: 20_000,
      interval: 100,
    });
  }, 120_000);
  afterAll(() => api.stop());

  it('lists the model that comes along', async () => {
    const { body } = await api.asAdmin('GET', '/v1/models');
    expect(body.items.map(({ id }: { id: string }) => id)).toContain('nano');
  });

  it('answers a click with a mask, its box and a polygon', async () => {
    const stone = [...scene.objects].sort((a, b) => b.area - a.area)[0];
    const { x, y, width, height } = stone.box;
    const ready = await api.asAdmin('POST', `/v1/tasks/${taskId}/embedding`, {});
    expect(ready.body).toEqual({ modelId: 'nano', width: 640, height: 480 });
    const { status, body } = await api.asAdmin('POST', `/v1/tasks/${taskId}/segment`, {
      points: [{ x: x + width / 2, y: y + height / 2, label: 1 }],
      box: stone.box,
      polygonTolerance: 1,
    });
    expect(status).toBe(200);
    const truth = decodeRleCounts(visibleMask(scene, stone).counts)!;
    expect(body.mask).toMatchObject({ type: 'mask', size: [480, 640] });
    expect(rleIou(decodeRleCounts(body.mask.counts)!, truth)).toBeGreaterThan(0.8);
    expect(Math.abs(body.area - stone.area)).toBeLessThan(0.25 * stone.area);
    expect(Math.abs(body.box.x - x)).toBeLessThan(12);
    expect(body.polygon.parts[0][0].length).toBeGreaterThan(4);
  });

  it('cuts a box that reaches past the edge, as the editor does', async () => {
    const segment = async (box: object) =>
      (await api.asAdmin('POST', `/v1/tasks/${taskId}/segment`, { box })).body;
    const cut = await segment({ x: 0, y: 0, width: 200, height: 150 });
    expect(cut.area).toBeGreaterThan(0);
    expect(await segment({ x: -400, y: -300, width: 600, height: 450 })).toEqual(cut);
  });

  it('gives a browser what it needs to answer clicks by itself', async () => {
    const { status, body } = await api.asAdmin('GET', `/v1/tasks/${taskId}/browser-model`);
    const decoder = await readFile(join(BUNDLED_MODELS, 'nano', 'decoder.onnx'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ modelId: 'nano', profile: 'transformers-sam' });
    expect(body.decoder.size).toBe(decoder.length);
    const kept = await api.blobs.get(blobKeys.modelFile('nano', 'decoder.onnx'));
    expect(decoder.equals(kept)).toBe(true);
    const { sha256 } = (
      await api.asAdmin('GET', `/v1/assets/${(await api.asAdmin('GET', `/v1/tasks/${taskId}`)).body.assetId}`)
    ).body;
    const embedding = decodeEmbedding(await api.blobs.get(blobKeys.embedding('nano', sha256)));
    expect(embedding).toMatchObject({ modelId: 'nano', width: 640, height: 480 });
    expect((await api.call('GET', `/v1/tasks/${taskId}/browser-model`)).status).toBe(401);
  });

  it('finds nearly every large stone by itself', async () => {
    const { status, body } = await api.asAdmin('POST', `/v1/tasks/${taskId}/segment-everything`, {});
    expect(status).toBe(200);
    const masks = body.items.map(({ mask }: { mask: { counts: string } }) => decodeRleCounts(mask.counts)!);
    const large = scene.objects.filter(({ area }) => area > 5000);
    const found = large.filter((stone) => {
      const truth = decodeRleCounts(visibleMask(scene, stone).counts)!;
      return masks.some((mask: Uint32Array) => rleIou(mask, truth) > 0.6);
    });
    expect(found.length).toBeGreaterThanOrEqual(0.7 * large.length);
    expect(masks.length).toBeLessThan(3 * scene.objects.length);
  });

  it('lets a project use another model, and takes it back', async () => {
    const { body: task } = await api.asAdmin('GET', `/v1/tasks/${taskId}`);
    const { projectId } = task;
    const inUse = `/v1/models/in-use?projectId=${projectId}`;
    const home = join(api.dataFolder, 'models', 'ours');
    await cp(join(BUNDLED_MODELS, 'nano'), home, { recursive: true });
    const description = JSON.parse(await readFile(join(home, 'model.json'), 'utf8'));
    const tuned = { ...description, id: 'ours', parentId: 'nano' };
    await writeFile(join(home, 'model.json'), JSON.stringify(tuned));

    const put = (modelId: string) => api.asAdmin('PUT', '/v1/models/in-use', { projectId, modelId });
    expect((await put('sam-9')).status).toBe(404);
    expect((await put('ours')).body).toMatchObject({ modelId: 'ours', choices: [{ by: 'admin' }] });
    const click = { points: [{ x: 300, y: 200, label: 1 }] };
    const segment = async () => (await api.asAdmin('POST', `/v1/tasks/${taskId}/segment`, click)).body;
    expect(await segment()).toMatchObject({ modelId: 'ours' });

    const back = () => api.asAdmin('POST', '/v1/models/in-use/roll-back', { projectId });
    expect((await back()).body).toMatchObject({ modelId: 'nano', choices: [] });
    expect(await segment()).toMatchObject({ modelId: 'nano' });
    expect((await back()).status).toBe(400);
    expect((await api.asAdmin('GET', inUse)).body).toMatchObject({ modelId: 'nano' });
    expect((await api.call('GET', inUse)).status).toBe(401);
  });

  it('answers a box when the files of the model in use are broken, and says that no model did', async () => {
    const { body: task } = await api.asAdmin('GET', `/v1/tasks/${taskId}`);
    const { projectId } = task;
    const home = join(api.dataFolder, 'models', 'broken');
    await cp(join(BUNDLED_MODELS, 'nano'), home, { recursive: true });
    const description = JSON.parse(await readFile(join(home, 'model.json'), 'utf8'));
    await writeFile(join(home, 'model.json'), JSON.stringify({ ...description, id: 'broken' }));
    await writeFile(join(home, 'decoder.onnx'), 'no graph');
    await api.asAdmin('PUT', '/v1/models/in-use', { projectId, modelId: 'broken' });
    const stone = [...scene.objects].sort((a, b) => b.area - a.area)[0];
    const segment = (body: object) => api.asAdmin('POST', `/v1/tasks/${taskId}/segment`, body);

    const { status, body } = await segment({ box: stone.box });
    expect({ status, modelId: body.modelId, score: body.score }).toEqual({
      status: 200,
      modelId: 'grabcut',
      score: 0,
    });
    const truth = decodeRleCounts(visibleMask(scene, stone).counts)!;
    expect(rleIou(decodeRleCounts(body.mask.counts)!, truth)).toBeGreaterThan(0.6);
    const click = { points: [{ x: 300, y: 200, label: 1 }] };
    expect((await segment(click)).body).toMatchObject({ code: 'model-unusable' });
    expect((await segment({ box: stone.box, modelId: 'broken' })).body.code).toBe('model-unusable');
    await api.asAdmin('POST', '/v1/models/in-use/roll-back', { projectId });
  });

  it('refuses what is no prompt, an unknown model, and somebody else’s task', async () => {
    const segment = (body: unknown) => api.asAdmin('POST', `/v1/tasks/${taskId}/segment`, body);
    const nothing = await segment({ points: [{ x: 1, y: 1, label: 0 }] });
    expect(nothing.status).toBe(400);
    expect(nothing.body.detail).toContain('at least one point inside');
    const click = { points: [{ x: 1, y: 1, label: 1 }] };
    expect((await segment({ ...click, modelId: 'sam-9' })).body).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    expect((await api.asAdmin('POST', '/v1/tasks/none.none/segment', click)).status).toBe(404);
    expect((await api.call('POST', `/v1/tasks/${taskId}/segment`, click)).status).toBe(401);
  });
});
