import childProcess from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tinyOnnx } from '../../test/support/tiny-onnx.ts';
import { onnxEngine } from './onnx-engine.ts';
import type { InferenceEngine } from './inference-engine.ts';
import type { Tensors } from './tensor.ts';

const detectors = join(import.meta.dirname, 'test-detectors');
const good = join(detectors, 'yolo-v8.onnx');
const folder = await mkdtemp(join(tmpdir(), 'lapidary-engine-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const image = (side = 64): Tensors => ({
  image: { type: 'float32', data: new Float32Array(3 * side * side), dims: [1, 3, side, side] },
});

let engine: InferenceEngine;
beforeEach(() => void (engine = onnxEngine()));
afterEach(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  await engine.close();
});

/** Whatever went wrong before, the next question is answered. */
async function stillAnswers(): Promise<void> {
  const { output0 } = await engine.run(good, image(), ['output0'], 'interactive');
  expect(output0.dims).toEqual([1, 6, 128]);
}

const flat = () =>
  tinyOnnx({
    nodes: [{ type: 'Flatten', from: 'image', to: 'flat' }],
    inputs: { image: [1, 3, 64, 64] },
    outputs: { flat: [1, 12288] },
  });

it.each<[what: string, bytes: () => Buffer | Promise<Buffer>]>([
  ['text', () => Buffer.from('<!doctype html><title>Not found</title>')],
  ['an empty file', () => Buffer.alloc(0)],
  ['a graph that is cut off', async () => (await readFile(good)).subarray(0, 900)],
  [
    'operators of a version that does not exist',
    () => Buffer.concat([flat().subarray(0, -1), Buffer.of(120)]),
  ],
  [
    'an operator that nobody knows',
    () =>
      tinyOnnx({
        nodes: [{ type: 'Transmogrify', from: 'image', to: 'out' }],
        inputs: { image: [1, 3, 64, 64] },
        outputs: { out: [1] },
      }),
  ],
])('says that the file cannot be used, and goes on: %s', async (what, bytes) => {
  const file = join(folder, `${what.replaceAll(' ', '-')}.onnx`);
  await writeFile(file, await bytes());
  await expect(engine.inspect(file)).rejects.toMatchObject({
    name: 'ModelUnusable',
    message: expect.stringContaining('cannot be used'),
  });
  await stillAnswers();
});

it('says so when an image has the wrong shape, an output is missing, or the file is gone', async () => {
  await expect(engine.run(good, image(32), ['output0'], 'interactive')).rejects.toThrow(
    /yolo-v8\.onnx cannot/,
  );
  await expect(engine.run(good, image(), ['masks'], 'interactive')).rejects.toMatchObject({
    name: 'ModelUnusable',
  });
  await expect(engine.inspect(join(folder, 'gone.onnx'))).rejects.toMatchObject({ name: 'ModelUnusable' });
  await stillAnswers();
});

it('survives a graph that asks for more memory than there is', async () => {
  const greedy = engine.run(join(detectors, 'greedy.onnx'), image(), ['output0'], 'batch');
  await expect(greedy).rejects.toMatchObject({ name: 'ModelUnusable' });
  await stillAnswers();
});

it('does not load a file that is larger than the memory for models', async () => {
  const small = onnxEngine({ memoryLimitBytes: 10_000 });
  const file = join(folder, 'large.onnx');
  await writeFile(file, Buffer.alloc(20_000));
  await expect(small.inspect(file)).rejects.toThrow(/needs about .* MB of memory, and .* MB are set apart/);
  await small.close();
});

it.each(['interactive', 'batch'] as const)(
  'when its process dies during %s work, that fails with what to do, and all that waits is answered',
  async (priority) => {
    const processes = new Set<ChildProcess>();
    const { fork } = childProcess;
    vi.spyOn(childProcess, 'fork').mockImplementation((...how: Parameters<typeof fork>) => {
      const started = fork(...how);
      processes.add(started);
      // In the middle of the very first question.
      if (processes.size === 1) started.once('spawn', () => started.kill('SIGKILL'));
      return started;
    });
    syncBuiltinESMExports();
    const lost = engine.run(good, image(), ['output0'], priority);
    const click = engine.run(good, image(), ['output0'], 'interactive');
    const batch = engine.run(good, image(), ['output0'], 'batch');
    await expect(lost).rejects.toThrow(/runtime stopped .*the task is unharmed, try again/);
    expect((await click).output0.dims).toEqual([1, 6, 128]);
    expect((await batch).output0.dims).toEqual([1, 6, 128]);
    expect(processes.size).toBe(2);
  },
);

it('ends what runs before it closes, and refuses what waits', async () => {
  const closing = onnxEngine();
  const running = closing.run(good, image(), ['output0'], 'interactive');
  const waiting = closing.run(good, image(), ['output0'], 'batch');
  const refused = expect(waiting).rejects.toThrow('shutting down');
  await closing.close();
  expect((await running).output0.dims).toEqual([1, 6, 128]);
  await refused;
  await expect(closing.run(good, image(), ['output0'], 'interactive')).rejects.toThrow('shutting down');
});
