import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

async function dataFolder(): Promise<string> {
  const { folder, remove } = await emptyDataFolder();
  clean.push(remove);
  return folder;
}

async function start(folder: string): Promise<SpawnedHost> {
  const host = await spawnHost(folder);
  clean.push(async () => {
    if (host.process.exitCode === null && host.process.signalCode === null) await host.end('SIGKILL');
  });
  return host;
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

describe('lapidary up', { timeout: 90_000 }, () => {
  it('serves the API, prints a link that signs in once, and stops cleanly on Ctrl-C', async () => {
    const host = await start(await dataFolder());
    const health = await fetch(`${host.url}/v1/health`);
    expect(health.status).toBe(200);

    const signIn = () =>
      fetch(`${host.url}/v1/sessions/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: host.token }),
      });
    const first = await signIn();
    expect(first.status).toBe(201);
    expect(first.headers.get('set-cookie')).toMatch(/lapidary_session=.+HttpOnly.*SameSite=Strict/i);
    expect((await signIn()).status).toBe(401);

    const { code, milliseconds } = await host.end('SIGINT');
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(2_000);
  });

  it('refuses a second host on the same data, and takes over after a kill', async () => {
    const folder = await dataFolder();
    const first = await start(folder);
    await expect(spawnHost(folder)).rejects.toThrow(`already running on ${folder} at ${first.url}`);
    await first.end('SIGKILL');
    const second = await start(folder);
    expect((await fetch(`${second.url}/v1/health`)).status).toBe(200);
  });

  it('keeps its sessions over a restart', async () => {
    const folder = await dataFolder();
    const first = await start(folder);
    const signedIn = await fetch(`${first.url}/v1/sessions/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: first.token }),
    });
    const { token } = (await signedIn.json()) as { token: string };
    await first.end('SIGKILL');
    const second = await start(folder);
    const me = await fetch(`${second.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
  });

  it('answers to its own names only, and forbids inline scripts', async () => {
    const host = await start(await dataFolder());
    const { get } = await import('node:http');
    const foreign = await new Promise<number | undefined>((resolve) =>
      get(`${host.url}/v1/health`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    expect(foreign).toBe(421);
    const page = await fetch(`${host.url}/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${host.url}/../../package.json`)).headers.get('content-type')).not.toContain('json');
  });

  it('stays small while it idles', async () => {
    const host = await start(await dataFolder());
    expect(await residentMegabytes(host.process.pid!)).toBeLessThan(200);
  });
});
