import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { renderScene } from '../../shared/demo/render-scene.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import { BUNDLED_MODELS } from '../../shared/models/model-library.ts';
import { annotateOnlyProject } from '../support/annotate-only-project.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

const IMAGES = 12;
let api: TestApi;
let projectId: string;
let datasetId: string;
const nano = join(BUNDLED_MODELS, 'nano');

beforeAll(async () => {
  api = await startApi();
  const made = await annotateOnlyProject(api, 'Mounted', [
    { id: 'stone', name: 'Stone', shape: 'mask', color: '#3366bb' },
  ]);
  ({ projectId, datasetId } = made);
  const scenes = new Map(
    Array.from({ length: IMAGES }, (_, index) => [
      `${index}.jpg`,
      renderScene({ seed: 70 + index, style: 'mounted', width: 320, height: 240 }),
    ]),
  );
  for (const [name, { rgb, width, height }] of scenes) {
    const picture = sharp(rgb, { raw: { width, height, channels: 3 } });
    await api.ingest(datasetId, name, await picture.jpeg().toBuffer());
  }
  const at = '2026-05-01T10:00:00.000Z';
  for (let labelled = 0; labelled < IMAGES;) {
    const { body: task } = await api.asAdmin('POST', '/v1/tasks/claim-next', { projectId });
    if (task?.id === undefined) {
      await sleep(50);
      continue;
    }
    const scene = scenes.get(task.imageName)!;
    const objects = scene.objects.map((object) => ({
      id: `o${object.instance}`,
      classId: 'stone',
      shape: { type: 'mask', ...visibleMask(scene, object) },
      createdBy: 'x',
      createdAt: at,
      updatedBy: 'x',
      updatedAt: at,
    }));
    const path = `/v1/tasks/${task.id}`;
    expect((await api.asAdmin('PUT', `${path}/labels`, { objects }, { 'if-match': '"0"' })).status).toBe(200);
    expect((await api.asAdmin('POST', `${path}/submit`, {})).status).toBe(200);
    labelled++;
  }
  await vi.waitFor(
    async () => {
      const { body } = await api.asAdmin('GET', `/v1/tasks?projectId=${projectId}&status=done`);
      expect(body.items).toHaveLength(IMAGES);
    },
    { timeout: 20_000, interval: 100 },
  );
  // A base that sees worse than nano: two layers of its decoder are all zeros.
  const poor = join(api.dataFolder, 'models', 'poor');
  await cp(nano, poor, { recursive: true });
  const description = JSON.parse(await readFile(join(poor, 'model.json'), 'utf8'));
  await writeFile(join(poor, 'model.json'), JSON.stringify({ ...description, id: 'poor' }));
  const decoder = await readFile(join(poor, 'decoder.onnx'));
  decoder.fill(0, 470_000, 518_900);
  decoder.fill(0, 716_100, 765_200);
  await writeFile(join(poor, 'decoder.onnx'), decoder);
}, 180_000);
afterAll(async () => {
  delete process.env.LAPIDARY_TRAINING_PYTHON;
  await api.stop();
});

/** Stands in for Python with torch: does what the lines of shell say; `$out` is where results go. */
async function trainWith(name: string, lines: string[]): Promise<void> {
  const file = join(api.dataFolder, name);
  const findOut =
    'while [ $# -gt 0 ]; do [ "$1" = --out ] && out=$2; [ "$1" = --set ] && set=$2; shift; done';
  await writeFile(file, ['#!/bin/sh', findOut, ...lines, ''].join('\n'));
  await chmod(file, 0o755);
  process.env.LAPIDARY_TRAINING_PYTHON = file;
}

const scores = '"boxIou":0.8,"clickIou":0.7';
const epoch = (number: number) =>
  `echo '{"kind":"epoch","epoch":${number},"loss":0.${9 - number},${scores}}' >> $out/progress.jsonl`;
const result = `{"kind":"result","before":{${scores}},"after":{${scores}},"promoted":false,"images":9,"original":{"before":{${scores}},"after":{${scores}}}}`;
const leave = (model: string) => [
  `echo '${result}' > $out/report.json`,
  `cp ${model}/encoder.onnx ${model}/decoder.onnx ${model}/weights.pt $out`,
];
const start = (body: object = {}) => api.asAdmin('POST', '/v1/models/fine-tunes', { projectId, ...body });
const inUse = async () => (await api.asAdmin('GET', `/v1/models/in-use?projectId=${projectId}`)).body.modelId;
const known = async () =>
  (await api.asAdmin('GET', '/v1/models')).body.items.map(({ id }: { id: string }) => id);

it(
  'tunes, measures, registers and puts into use what is better; one request takes it back',
  { timeout: 120_000 },
  async () => {
    await api.asAdmin('PATCH', `/v1/projects/${projectId}`, { embedsImages: true });
    await trainWith('better', ['test -s $set/scenes.json || exit 1', epoch(1), epoch(2), ...leave(nano)]);
    const started = await start({ baseModelId: 'poor', epochs: 5 });
    expect(started.status).toBe(202);
    const { modelId, snapshotId } = started.body;
    const job = await api.ended(started.body.job.id);
    expect(job).toMatchObject({ status: 'succeeded', result: { modelId, isPromoted: true, images: 9 } });
    const { before, after } = job.result;
    expect(after.boxIou).toBeGreaterThan(before.boxIou + 0.01);
    expect(await inUse()).toBe(modelId);
    // It looks at the images of the project before somebody waits for it.
    const embedding = `/v1/jobs?projectId=${projectId}&kind=embed-images`;
    const [latest] = (await api.asAdmin('GET', embedding)).body.items;
    expect(await api.ended(latest.id)).toMatchObject({ status: 'succeeded' });
    const [file] = (await api.asAdmin('GET', `/v1/assets?datasetId=${datasetId}`)).body.items;
    expect(await api.blobs.head(blobKeys.embedding(modelId, file.sha256))).toBeDefined();

    const { body: models } = await api.asAdmin('GET', '/v1/models');
    expect(models.items.find(({ id }: { id: string }) => id === modelId)).toMatchObject({
      parentId: 'poor',
      licence: 'Apache-2.0',
      tuning: { projectId, snapshotId, jobId: job.id, before, after },
    });
    const { body: snapshot } = await api.asAdmin('GET', `/v1/snapshots/${snapshotId}`);
    expect(snapshot).toMatchObject({ status: 'sealed', counts: { images: IMAGES } });

    const { body: look } = await api.asAdmin('GET', `/v1/models/fine-tunes/${job.id}`);
    expect(look.epochs.map((one: { loss: number }) => one.loss)).toEqual([0.8, 0.7]);
    expect(look.samples.length).toBeGreaterThan(0);
    expect(look.samples[0]).toMatchObject({
      width: 320,
      height: 240,
      imageUrl: expect.stringContaining('http'),
    });
    const { body: tasks } = await api.asAdmin('GET', `/v1/tasks?projectId=${projectId}&limit=1`);
    const click = { points: [{ x: 160, y: 120, label: 1 }] };
    const { body: mask } = await api.asAdmin('POST', `/v1/tasks/${tasks.items[0].id}/segment`, click);
    expect(mask.modelId).toBe(modelId);

    const back = await api.asAdmin('POST', '/v1/models/in-use/roll-back', { projectId });
    expect(back.body.modelId).toBe('nano');
    const further = await api.asAdmin('POST', '/v1/models/in-use/roll-back', { projectId });
    expect(further).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('nothing to go back to') },
    });
  },
);

it('does not put into use what is no better', { timeout: 60_000 }, async () => {
  await trainWith('worse', [epoch(1), ...leave(join(api.dataFolder, 'models', 'poor'))]);
  const { body } = await start({ baseModelId: 'nano' });
  expect(await api.ended(body.job.id)).toMatchObject({ status: 'succeeded', result: { isPromoted: false } });
  expect(await inUse()).toBe('nano');
  expect(await known()).toContain(body.modelId);
});

it('says why a training failed, and registers nothing', { timeout: 120_000 }, async () => {
  const before = await known();
  const cases: [lines: string[] | undefined, reason: RegExp][] = [
    [['kill -9 $$'], /ended from outside/],
    [['echo "ModuleNotFoundError: No module named \'torch\'" >&2', 'exit 1'], /"torch".*setup-training/],
    [[epoch(1)], /without encoder\.onnx/],
    [undefined, /cannot be started/],
  ];
  for (const [index, [lines, reason]] of cases.entries()) {
    if (lines) await trainWith(`failing-${index}`, lines);
    else process.env.LAPIDARY_TRAINING_PYTHON = join(api.dataFolder, 'no-such-python');
    const { body } = await start();
    const job = await api.ended(body.job.id);
    expect(job).toMatchObject({ status: 'failed', error: { code: 'training-failed' } });
    expect(job.error.message).toMatch(reason);
  }
  expect(await known()).toEqual(before);
  expect(await inUse()).toBe('nano');
});

it('ends the trainer when the job is cancelled', { timeout: 60_000 }, async () => {
  const pidFile = join(api.dataFolder, 'pid');
  await trainWith('slow', [epoch(1), `echo $$ > ${pidFile}`, 'exec sleep 60']);
  const { body } = await start();
  const pid = await vi.waitFor(async () => Number(await readFile(pidFile, 'utf8')), { timeout: 30_000 });
  await vi.waitFor(
    async () => {
      const { body: look } = await api.asAdmin('GET', `/v1/models/fine-tunes/${body.job.id}`);
      expect(look.epochs).toHaveLength(1);
    },
    { timeout: 10_000, interval: 100 },
  );
  const before = await known();
  const cancelled = await api.asAdmin('POST', `/v1/jobs/${body.job.id}/cancel`);
  expect(cancelled.body.status).toBe('cancelled');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await readdir(join(api.dataFolder, 'training'))).not.toContain(body.job.id);
  expect(await known()).toEqual(before);
});

it('rests when the GPUs of a project have cost what they may in a month', { timeout: 60_000 }, async () => {
  const budget = `/v1/gpu-budgets/${projectId}`;
  // A dollar a second.
  process.env.GPU_TRAINING_DOLLARS_PER_HOUR = '3600';
  expect((await api.asAdmin('PUT', budget, { dollarsPerMonth: 2 })).body).toMatchObject({
    isReached: false,
    prices: { trainingDollarsPerHour: 3600 },
  });
  const pidFile = join(api.dataFolder, 'dear-pid');
  await trainWith('dear', [epoch(1), `echo $$ > ${pidFile}`, 'exec sleep 60']);
  const { body } = await start();
  const pid = await vi.waitFor(async () => Number(await readFile(pidFile, 'utf8')), { timeout: 30_000 });
  const job = await api.ended(body.job.id);
  expect(job).toMatchObject({ status: 'failed', error: { code: 'spend-ceiling-reached' } });
  expect(job.error.message).toMatch(/of its \$2\.00 for GPUs/);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  const { body: told } = await api.asAdmin('GET', budget);
  expect(told.isReached).toBe(true);
  expect(told.spent.dollars).toBeGreaterThanOrEqual(2);
  expect(told.spent.dollars).toBeLessThan(10);

  expect(await start()).toMatchObject({ status: 409, body: { code: 'spend-ceiling-reached' } });
  await api.asAdmin('PUT', budget, { dollarsPerMonth: null });
  delete process.env.GPU_TRAINING_DOLLARS_PER_HOUR;
  const again = await start();
  expect(again.status).toBe(202);
  await api.asAdmin('POST', `/v1/jobs/${again.body.job.id}/cancel`);
});

it('needs images to learn from, weights to begin with, and an admin', { timeout: 60_000 }, async () => {
  const home = join(api.dataFolder, 'models', 'bare');
  await mkdir(home, { recursive: true });
  const { weights: _weights, ...files } = JSON.parse(await readFile(join(nano, 'model.json'), 'utf8')).files;
  const description = {
    id: 'bare',
    name: 'Bare',
    kind: 'segmenter',
    profile: 'sam-v1',
    licence: 'MIT',
    files,
  };
  await writeFile(join(home, 'model.json'), JSON.stringify(description));
  const refused = await start({ baseModelId: 'bare' });
  expect(refused.body).toMatchObject({ code: 'model-unusable', detail: expect.stringContaining('weights') });
  expect((await start({ baseModelId: 'sam-9' })).status).toBe(404);
  expect((await api.call('POST', '/v1/models/fine-tunes', { projectId })).status).toBe(401);
});
