import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { trainSegmenter } from './train-segmenter.ts';
import type { TrainingEpoch } from './training-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'lapidary-train-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An interpreter that does what the lines of shell say. */
async function interpreter(name: string, lines: string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
  return file;
}

const request = { scenes: '/scenes', base: '/base.pt', out: '/out', epochs: 2 };
const scores = '"boxIou":0.8,"clickIou":0.7';

it('hands on every epoch and the result, whatever else is printed', async () => {
  const python = await interpreter('good', [
    'echo "a warning of some library"',
    `echo '{"kind":"epoch","epoch":1,"loss":0.5,${scores}}'`,
    `echo '{"kind":"result","before":{${scores}},"after":{${scores}},"promoted":false,"images":8}'`,
  ]);
  const epochs: TrainingEpoch[] = [];
  const result = await trainSegmenter({ ...request, python, onEpoch: (epoch) => epochs.push(epoch) });
  expect(epochs).toEqual([{ kind: 'epoch', epoch: 1, loss: 0.5, boxIou: 0.8, clickIou: 0.7 }]);
  expect(result).toMatchObject({ promoted: false, images: 8 });
});

it('says why a training stopped', async () => {
  const fails = await interpreter('fails', [
    'echo "Traceback" >&2',
    'echo "MemoryError: out of memory" >&2',
    'exit 1',
  ]);
  await expect(trainSegmenter({ ...request, python: fails })).rejects.toThrow(
    /MemoryError: out of memory.*checkpoint/,
  );
  const killed = await interpreter('killed', ['kill -9 $$']);
  await expect(trainSegmenter({ ...request, python: killed })).rejects.toThrow(/SIGKILL/);
  const silent = await interpreter('silent', ['exit 0']);
  await expect(trainSegmenter({ ...request, python: silent })).rejects.toThrow(/without a result/);
  await expect(trainSegmenter({ ...request, python: join(folder, 'missing') })).rejects.toMatchObject({
    name: 'TrainingFailed',
  });
});

it('can be cancelled', async () => {
  const python = await interpreter('slow', ['exec sleep 30']);
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 200);
  await expect(trainSegmenter({ ...request, python, signal: cancel.signal })).rejects.toThrow(/cancelled/);
});
