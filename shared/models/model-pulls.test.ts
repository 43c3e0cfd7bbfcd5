import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KnownModel } from './known-models.ts';
import { modelLibrary } from './model-library.ts';
import { modelPulls } from './model-pulls.ts';

const bytes = randomBytes(20_000);
const gitBlob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const file = { path: 'f.onnx', mostBytes: 30_000, gitBlob };
const known: KnownModel[] = [
  {
    description: {
      id: 'tiny',
      name: 'Tiny',
      kind: 'segmenter',
      profile: 'sam-v1',
      licence: 'MIT',
      files: { encoder: { name: 'encoder.onnx' }, decoder: { name: 'decoder.onnx' } },
    },
    summary: 'For tests.',
    sources: { encoder: file, decoder: file },
  },
];
let folder: string;
let server: Server;
let asked: number;
/** Answers wait for this. */
let gate: Promise<void>;
let isGone: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-pulls-'));
  asked = 0;
  gate = Promise.resolve();
  isGone = false;
  server = createServer((_request, response) => {
    asked++;
    void gate.then(() => response.writeHead(isGone ? 404 : 200).end(isGone ? '' : bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
const pulls = () =>
  modelPulls({
    folder,
    library: modelLibrary([folder]),
    source: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    known,
  });

it('fetches in the background, once, and says when it is here', async () => {
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const own = pulls();
  expect(await own.list()).toMatchObject([{ id: 'tiny', status: 'absent', licence: 'MIT' }]);
  expect(await own.start('tiny')).toMatchObject({ status: 'pulling' });
  expect(await own.start('tiny')).toMatchObject({ status: 'pulling' });
  open();
  await vi.waitFor(async () => expect((await own.list())[0]).toMatchObject({ status: 'here' }));
  expect(asked).toBe(2);
  expect(await own.start('tiny')).toMatchObject({ status: 'here' });
  await expect(own.start('huge')).rejects.toMatchObject({ name: 'NotFound' });
});

it('says why it failed, and tries again', async () => {
  isGone = true;
  const own = pulls();
  await own.start('tiny');
  await vi.waitFor(async () =>
    expect((await own.list())[0]).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('404') as string,
    }),
  );
  isGone = false;
  expect(await own.start('tiny')).toMatchObject({ status: 'pulling' });
  await vi.waitFor(async () => expect((await own.list())[0]).toMatchObject({ status: 'here' }));
});
