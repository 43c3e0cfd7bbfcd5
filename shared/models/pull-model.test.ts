import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KnownModel } from './known-models.ts';
import { pullModel } from './pull-model.ts';

const encoder = randomBytes(300_000);
const decoder = randomBytes(50_000);
const blobId = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
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
    summary: '',
    sources: {
      encoder: { path: 'e.onnx', mostBytes: 310_000, gitBlob: blobId(encoder) },
      decoder: { path: 'd.onnx', mostBytes: 60_000, gitBlob: blobId(decoder) },
    },
  },
];

let folder: string;
let server: Server;
let source: string;
/** Bytes after which the next answer breaks off. */
let breakAfter: number | undefined;
let ranges: (string | undefined)[];
let tamper: boolean;
/** Never ends, with or without saying so. */
let floods: false | 'told' | 'untold';
/** What a mirror answers that is none. */
let odd: 'page' | 'loop' | 'short' | 'longer' | 'not found' | undefined;
/** Answers come late. */
let delayMs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-pull-'));
  breakAfter = undefined;
  ranges = [];
  tamper = false;
  floods = false;
  odd = undefined;
  delayMs = 0;
  server = createServer((request, response) => {
    const bytes = request.url === '/e.onnx' ? encoder : decoder;
    ranges.push(request.headers.range);
    if (floods) {
      response.writeHead(200, floods === 'told' ? { 'content-length': 1e12 } : {});
      const flood = () => {
        while (!response.destroyed && response.write(encoder));
        response.once('drain', flood);
      };
      return flood();
    }
    if (odd === 'page') {
      response.writeHead(200, { 'content-type': 'text/html' });
      return response.end('<!doctype html><title>Sign in to the network</title>');
    }
    if (odd === 'loop') return response.writeHead(302, { location: request.url }).end();
    if (odd === 'not found') return response.writeHead(404).end('nothing here');
    if (odd === 'short') return response.end(bytes.subarray(0, 1000));
    if (odd === 'longer') return response.end(Buffer.concat([bytes, Buffer.from('more')]));
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const body = Buffer.from(bytes.subarray(from));
    if (tamper) body[0] ^= 1;
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    if (breakAfter === undefined) return setTimeout(() => response.end(body), delayMs);
    const part = body.subarray(0, breakAfter);
    breakAfter = undefined;
    return response.write(part, () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

it('fetches both files, checks them, and describes the model last', async () => {
  expect(await pullModel({ modelId: 'tiny', folder, source, known })).toBe('pulled');
  expect(await readFile(join(folder, 'tiny', 'encoder.onnx'))).toEqual(encoder);
  expect((await readdir(join(folder, 'tiny'))).sort()).toEqual([
    'decoder.onnx',
    'encoder.onnx',
    'model.json',
  ]);
  expect(await pullModel({ modelId: 'tiny', folder, source, known })).toBe('already-there');
});

it('goes on where a broken connection left it', async () => {
  breakAfter = 120_000;
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toMatchObject({
    name: 'PullFailed',
  });
  expect((await stat(join(folder, 'tiny', 'encoder.onnx.part'))).size).toBe(120_000);
  expect(await readdir(join(folder, 'tiny'))).toEqual(['encoder.onnx.part']);
  await pullModel({ modelId: 'tiny', folder, source, known });
  expect(ranges[1]).toBe('bytes=120000-');
  expect(await readFile(join(folder, 'tiny', 'encoder.onnx'))).toEqual(encoder);
});

it('throws away what is not the expected file', async () => {
  tamper = true;
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toThrow(
    /not the expected file/,
  );
  expect(await readdir(join(folder, 'tiny'))).toEqual([]);
});

it('says what to do without a network, and which names it does not know', async () => {
  await expect(pullModel({ modelId: 'tiny', folder, source: 'http://127.0.0.1:1', known })).rejects.toThrow(
    /cannot be reached .* mirror/,
  );
  await expect(pullModel({ modelId: 'huge', folder, source, known })).rejects.toMatchObject({
    name: 'NotFound',
  });
});

it.each(['told', 'untold'] as const)('stops receiving what cannot be the file, its size %s', async (how) => {
  floods = how;
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toThrow(
    /at most 310000 are expected/,
  );
  expect(await readdir(join(folder, 'tiny'))).toEqual([]);
});

it.each([
  ['page', /not the expected file/],
  ['loop', /cannot be reached \(redirect count exceeded\)/],
  ['not found', /answered 404/],
  ['short', /not the expected file/],
  ['longer', /not the expected file/],
] as const)('a mirror that answers a %s: says so, and registers nothing', async (what, reason) => {
  odd = what;
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toThrow(reason);
  expect(await readdir(join(folder, 'tiny'))).toEqual([]);
  odd = undefined;
  expect(await pullModel({ modelId: 'tiny', folder, source, known })).toBe('pulled');
});

it.skipIf(process.platform !== 'linux')('says how much room it needs when the disk is full', async () => {
  await mkdir(join(folder, 'tiny'));
  // Every write to this device says that there is no space left.
  await symlink('/dev/full', join(folder, 'tiny', 'encoder.onnx.part'));
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toThrow(
    /The disk is full: .* needs 300000 bytes/,
  );
  expect(await readdir(join(folder, 'tiny'))).toEqual(['encoder.onnx.part']);
});

it('is done by one at a time; what a killed process left is taken over', async () => {
  delayMs = 200;
  const first = pullModel({ modelId: 'tiny', folder, source, known });
  await expect.poll(() => ranges.length, { timeout: 5000 }).toBe(1);
  await expect(pullModel({ modelId: 'tiny', folder, source, known })).rejects.toThrow(
    `is being fetched already (by process ${process.pid})`,
  );
  expect(await first).toBe('pulled');
  expect(await readFile(join(folder, 'tiny', 'encoder.onnx'))).toEqual(encoder);

  await rm(join(folder, 'tiny'), { recursive: true });
  await mkdir(join(folder, 'tiny'));
  // No process has this number.
  await writeFile(join(folder, 'tiny', '.pulling'), '4194305');
  expect(await pullModel({ modelId: 'tiny', folder, source, known })).toBe('pulled');
  expect(await readdir(join(folder, 'tiny'))).not.toContain('.pulling');
});
