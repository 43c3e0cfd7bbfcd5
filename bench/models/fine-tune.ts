/**
 * Fine-tunes as a user does: a Lapidary of its own, images through the API, labels that are finished, and then
 * `lapidary models fine-tune`. Says what it gained and cost, how long it took, and what rolling back leaves in use.
 *   node bench/models/fine-tune.ts [style=mounted] [images=50] [epochs=30]
 * Styles: mounted, shifted, or tray, which the base was trained on and nothing is to be gained from. A fifth of the
 * images is held out. `LAPIDARY_TRAINING_PYTHON` names a Python; else its environment is made first.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { renderScene } from '../../shared/demo/render-scene.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import { ensurePython } from '../../models/sam/ensure-python.ts';
import { apiClient } from '../../test/browser/api-client.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';

const [style = 'mounted', images = '50', epochs = '30'] = process.argv.slice(2);
if (style !== 'mounted' && style !== 'shifted' && style !== 'tray') throw new Error(`No style "${style}".`);
const count = Number(images);
process.env.LAPIDARY_TRAINING_PYTHON = await ensurePython(undefined, console.error);

const host = await startLapidary();
const token = new URL(host.link).hash.slice(1);
const admin = await apiClient(host.origin, { token });
const make = async (path: string, body: object) => (await admin.call<{ id: string }>('POST', path, body)).id;
const pathways = (name: string, to: string) => [{ name, to }];
const datasetId = await make('datasets', { name: style });
const projectId = await make('projects', {
  name: 'Stones',
  datasetIds: [datasetId],
  ontologyId: await make('ontologies', {
    name: 'Stones',
    classes: [{ id: 'stone', name: 'Stone', shape: 'mask', color: '#3366bb' }],
  }),
  workflowId: await make('workflows', {
    name: 'Plain',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: pathways('next', 'annotate') },
      { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: pathways('submitted', 'complete') },
      { id: 'complete', kind: 'complete', name: 'Complete' },
    ],
  }),
});
const scenes = new Map(
  Array.from({ length: count }, (_, n) => [
    `${n}.png`,
    renderScene({ seed: 5000 + n, style, width: 256, height: 256 }),
  ]),
);
for (const [key, { rgb, width, height }] of scenes) {
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const { url, method, headers } = await admin.call<{
    url: string;
    method: string;
    headers: Record<string, string>;
  }>('POST', 'uploads', { datasetId, key, size: bytes.length, contentType: 'image/png' });
  const answer = await fetch(new URL(url, host.origin), { method, headers, body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`${key} was not taken: ${answer.status}`);
}
for (let labelled = 0; labelled < count;) {
  const task = await admin.call<{ id: string; imageName: string } | undefined>('POST', 'tasks/claim-next', {
    projectId,
  });
  if (!task) {
    await sleep(100);
    continue;
  }
  const scene = scenes.get(task.imageName)!;
  const stamp = { createdBy: 'x', createdAt: '2026-05-01T10:00:00.000Z' };
  const objects = scene.objects.map((object) => ({
    id: `o${object.instance}`,
    classId: 'stone',
    shape: { type: 'mask', ...visibleMask(scene, object) },
    ...stamp,
    updatedBy: stamp.createdBy,
    updatedAt: stamp.createdAt,
  }));
  await admin.call('PUT', `tasks/${task.id}/labels`, { objects }, { 'if-match': '"0"' });
  await admin.call('POST', `tasks/${task.id}/submit`, {});
  labelled++;
}
while (
  (await admin.call<{ items: object[] }>('GET', `tasks?projectId=${projectId}&status=done&limit=500`)).items
    .length < count
)
  await sleep(200);

const url = ['--url', host.origin, '--token', admin.cookie.value];
const lapidary = async (...args: string[]) =>
  (await promisify(execFile)(process.execPath, ['cli/main.ts', ...args], { maxBuffer: 2 ** 26 })).stdout;
const inUse = async () =>
  (await admin.call<{ modelId: string }>('GET', `models/in-use?projectId=${projectId}`)).modelId;
const began = performance.now();
const tuned = JSON.parse(
  await lapidary('models', 'fine-tune', '--project', 'Stones', '--epochs', epochs, '--json', '-', ...url),
) as {
  images: number;
  before: { boxIou: number; clickIou: number };
  after: { boxIou: number; clickIou: number };
  original?: { before: { boxIou: number }; after: { boxIou: number } };
  isPromoted: boolean;
};
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
const answering = await inUse();
if (tuned.isPromoted) await lapidary('models', 'rollback', '--project', 'Stones', ...url);
console.log(
  JSON.stringify({ style, minutes, ...tuned, inUse: answering, inUseAfterRollback: await inUse() }, null, 1),
);
await host.stop();
