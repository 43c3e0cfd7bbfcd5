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
