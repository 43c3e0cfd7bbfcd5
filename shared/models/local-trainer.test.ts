import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { diskBlobs } from '../blobs/disk-blobs.ts';
import { localTrainer } from './local-trainer.ts';
import { trainingKeys } from './training-keys.ts';

const root = await mkdtemp(join(tmpdir(), 'lapidary-trainer-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const blobs = diskBlobs({
  folder: join(root, 'blobs'),
  secret: Buffer.alloc(32),
  origin: () => '',
  now: () => new Date(),
});

it('goes on from where it was when its child is killed, and leaves the whole pair', async () => {
  const python = join(root, 'python');
  // Counts its starts in the folder that outlives a kill; the second one finds what the first one did.
  const lines = [
    '#!/bin/sh',
    'while [ $# -gt 0 ]; do [ "$1" = --out ] && out=$2; shift; done',
    'echo start >> $out/starts',
    `echo '{"kind":"epoch","epoch":1,"loss":0.5,"boxIou":0.8,"clickIou":0.7}' >> $out/progress.jsonl`,
    `[ $(wc -l < $out/starts) -lt 2 ] && kill -9 $$`,
    `cp $out/starts ${root}/starts`,
    'for name in encoder.onnx decoder.onnx weights.pt report.json; do echo $name > $out/$name; done',
  ];
  await writeFile(python, `${lines.join('\n')}\n`);
  await chmod(python, 0o755);
  await blobs.put(`${trainingKeys.set('t.1')}scenes.json`, Buffer.from('{}'));
  await blobs.put(`${trainingKeys.base('t.1')}weights.pt`, Buffer.from('weights'));
  const trainer = localTrainer({
    blobs,
    folder: join(root, 'training'),
    scripts: root,
    python: async () => python,
  });
  await trainer.startTraining({ trainingId: 't.1', epochs: 3, loss: 'focal-dice' });
  const state = await vi.waitFor(
    async () => {
      const found = await trainer.describeTraining('t.1');
      expect(found.status).not.toBe('running');
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(state).toMatchObject({ status: 'succeeded', epochs: [{ epoch: 1 }] });
  expect((await readFile(join(root, 'starts'), 'utf8')).trim().split('\n')).toHaveLength(2);
  expect(Buffer.from(await blobs.get(`${trainingKeys.out('t.1')}decoder.onnx`)).toString()).toBe(
    'decoder.onnx\n',
  );
  await trainer.close();
}, 30_000);

it('trains one after the other, and a training that fails or is stopped does not hold up the next', async () => {
  const python = join(root, 'python-in-turn');
  const log = join(root, 'order');
  const lines = [
    '#!/bin/sh',
    'while [ $# -gt 0 ]; do [ "$1" = --out ] && out=$2; [ "$1" = --epochs ] && epochs=$2; shift; done',
    `echo begin $epochs >> ${log}`,
    'sleep 0.3',
    `echo end $epochs >> ${log}`,
    '[ "$epochs" = 1 ] && { echo "OSError: [Errno 28] No space left on device" >&2; exit 1; }',
    '[ "$epochs" = 2 ] && exec sleep 60',
    'touch $out/progress.jsonl',
    'for name in encoder.onnx decoder.onnx weights.pt report.json; do echo $name > $out/$name; done',
  ];
  await writeFile(python, `${lines.join('\n')}\n`);
  await chmod(python, 0o755);
  const folder = join(root, 'in-turn');
  const trainer = localTrainer({ blobs, folder, scripts: root, python: async () => python });
  for (const epochs of [1, 2, 3]) {
    await blobs.put(`${trainingKeys.base(`u.${epochs}`)}weights.pt`, Buffer.from('weights'));
    await trainer.startTraining({ trainingId: `u.${epochs}`, epochs, loss: 'focal-dice' });
  }
  const stateOf = async (epochs: number) => trainer.describeTraining(`u.${epochs}`);
  await vi.waitFor(async () => expect(await readFile(log, 'utf8')).toContain('end 2'), { timeout: 20_000 });
  expect(await stateOf(3)).toMatchObject({ status: 'running', seconds: 0 });
  await trainer.stopTraining('u.2');
  await vi.waitFor(async () => expect((await stateOf(3)).status).toBe('succeeded'), { timeout: 20_000 });
  expect(await stateOf(1)).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('disk is full'),
  });
  expect((await stateOf(2)).status).toBe('stopped');
  expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(
    [1, 2, 3].flatMap((epochs) => [`begin ${epochs}`, `end ${epochs}`]),
  );
  for (const failed of [1, 2])
    expect(await blobs.head(`${trainingKeys.out(`u.${failed}`)}decoder.onnx`)).toBeUndefined();
  await trainer.close();
}, 60_000);
