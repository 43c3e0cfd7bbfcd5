import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { signInByLink } from '../../shared/client/api-client.ts';
import { Random } from '../../shared/demo/random.ts';
import { emptyDataFolder } from '../support/spawn-host.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const KILLS = Number(process.env.DEMO_KILLS ?? 2);

/** Starts as a newcomer does, with the demo. */
async function start(folder: string) {
  const child = spawn(process.execPath, [MAIN, 'up', '--data', folder, '--port', '0', '--no-build'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, INIT_CWD: undefined },
  });
  let said = '';
  const link = await new Promise<URL>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const printed = /ready: (http:\S+)/.exec(said)?.[1];
      if (printed !== undefined) resolve(new URL(printed));
    });
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}.`)));
  });
  return { child, link };
}

it(
  'the first demo is finished by the next start, however often it is cut off',
  { timeout: 300_000 },
  async () => {
    const { folder, remove } = await emptyDataFolder();
    const random = new Random(Number(process.env.DEMO_SEED ?? 5));
    for (let kill = 0; kill < KILLS; kill++) {
      const { child } = await start(folder);
      await sleep(random.between(200, 4_000));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const { child, link } = await start(folder);
    try {
      await expect
        .poll(() => readFile(join(folder, 'demo-project'), 'utf8'), { timeout: 200_000, interval: 500 })
        .toBe('done\n');
      const admin = await signInByLink(link.origin, link.hash.slice(1));
      const list = async (path: string) =>
        (await admin.call<{ items: { id: string; name: string; status?: string }[] }>('GET', path)).body
          .items;
      const datasets = await list('datasets');
      const projects = await list('projects');
      expect(datasets.map(({ name }) => name)).toEqual(['Gemstones']);
      expect(projects.map(({ name }) => name)).toEqual(['Gemstones']);
      expect(await list('ontologies')).toHaveLength(1);
      expect(await list('workflows')).toHaveLength(1);
      expect(await list('users')).toHaveLength(new Set((await list('users')).map(({ name }) => name)).size);
      const assets = await list(`assets?datasetId=${datasets[0].id}&limit=100`);
      expect(assets).toHaveLength(24);
      const { body } = await admin.call<{ stages: Record<string, { total: number }> }>(
        'GET',
        `projects/${projects[0].id}/counts`,
      );
      const stages = Object.entries(body.stages).map(([stage, { total }]) => [stage, total] as const);
      const ready = assets.filter(({ status }) => status === 'ready').length;
      expect(stages.reduce((sum, [, total]) => sum + total, 0)).toBe(ready);
      const totals = Object.fromEntries(stages);
      // Something waits everywhere for a newcomer, and something is done.
      for (const stage of ['triage', 'annotate', 'complete']) expect(totals[stage], stage).toBeGreaterThan(0);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await remove();
    }
  },
);
