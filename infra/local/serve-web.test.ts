import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWeb } from './serve-web.ts';

let root: string;
let get: (path: string) => Promise<Response>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-web-'));
  await mkdir(join(root, 'web', 'assets'), { recursive: true });
  await writeFile(join(root, 'web', 'index.html'), '<!doctype html>page');
  await writeFile(join(root, 'web', 'assets', 'main-aB3_cD4e.js'), 'script');
  await writeFile(join(root, 'secret.txt'), 'secret');
  const serve = serveWeb(join(root, 'web'));
  get = (path) => serve(new Request(`http://127.0.0.1:1${path}`));
});
afterAll(() => rm(root, { recursive: true }));

describe('the web app', () => {
  it('gets its page at every address of its own', async () => {
    for (const path of ['/', '/projects/abc', '/welcome']) {
      const response = await get(path);
      expect(await response.text()).toBe('<!doctype html>page');
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('keeps hashed files for good, and misses missing ones', async () => {
    const script = await get('/assets/main-aB3_cD4e.js');
    expect(script.headers.get('content-type')).toMatch('javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await get('/assets/old-12345678.js')).status).toBe(404);
  });

  it('serves nothing outside its folder', async () => {
    for (const path of [
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2f..%2fsecret.txt',
      '/%00',
    ]) {
      expect(await (await get(path)).text()).not.toContain('secret');
    }
    expect((await get('/%E0%A4%A')).status).toBe(400);
  });
});
