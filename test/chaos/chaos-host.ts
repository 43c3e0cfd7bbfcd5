import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startDynamoChild } from '../../infra/local/dynamo-child.ts';
import { freePort } from '../../infra/local/free-port.ts';
import type { Random } from '../../shared/demo/random.ts';
import { spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';
import { CALM, readEffects, writeControls } from './controls.ts';
import type { Controls, Effects } from './controls.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';

/** A host that is at the mercy of the run: its process, its table, its clock and its disk. */
export interface ChaosHost {
  /** Stays the same over every restart. */
  url: string;
  token: string;
  /** Of the table itself, past the faults. */
  tableEndpoint: string;
  proxy: FaultProxy;
  control: (change: Partial<Controls>) => void;
  controls: () => Controls;
  /** How often hosts have felt what was done to them. */
  effects: () => Effects;
  killDatabase: () => void;
  /** Kills the host and starts it again; as often as it takes when the disk is full. */
  killHost: () => Promise<void>;
  /** Starts that failed, with what was said. */
  failedStarts: string[];
  /** What hosts said last that ended without having been killed; each is started again. */
  endedByThemselves: string[];
  residentMegabytes: () => Promise<number>;
  output: () => string;
  stop: () => Promise<void>;
}

export async function startChaosHost(folder: string, root: string, random: Random): Promise<ChaosHost> {
  const database = await startDynamoChild({ databaseFile: join(folder, 'table.db') });
  const proxy = await startFaultProxy(database.endpoint, random);
  const controlsFile = join(root, 'controls.json');
  let controls = { ...CALM };
  writeControls(controlsFile, controls);
  const port = await freePort();
  process.env.LAPIDARY_DYNAMODB_ENDPOINT = proxy.endpoint;
  process.env.CHAOS_CONTROLS = controlsFile;
  process.env.NODE_OPTIONS = `--import=${pathToFileURL(join(import.meta.dirname, 'inject-faults.ts')).href}`;
  process.env.WEBHOOKS_ALLOW_PRIVATE = 'true';
  const failedStarts: string[] = [];
  const endedByThemselves: string[] = [];
  const outputs: string[] = [];
  const killed = new WeakSet<SpawnedHost>();

  async function start(): Promise<SpawnedHost> {
    for (;;) {
      try {
        const started = await spawnHost(folder, [], ['--port', String(port)]);
        started.process.once('exit', () => {
          if (killed.has(started)) return;
          endedByThemselves.push(started.output().slice(-4_000));
          console.error('a host ended by itself');
          restarting = restarting.then(restart);
        });
        return started;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failedStarts.push(reason);
        console.error(`start refused: ${reason.trim().split('\n').at(-1)}`);
        await sleep(500);
      }
    }
  }
  let restarting = Promise.resolve();
  let host = await start();
  async function restart(): Promise<void> {
    killed.add(host);
    if (host.process.exitCode === null && host.process.signalCode === null) await host.end('SIGKILL');
    outputs.push(host.output());
    host = await start();
  }
  if (host.token === undefined) throw new Error('The host printed no link to sign in with.');

  return {
    url: `http://127.0.0.1:${port}`,
    token: host.token,
    tableEndpoint: database.endpoint,
    proxy,
    control: (change) => {
      controls = { ...controls, ...change };
      writeControls(controlsFile, controls);
    },
    controls: () => controls,
    effects: () => readEffects(controlsFile),
    killDatabase: () => {
      const pid = database.pid();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    // One after the other: a second host on the same data is refused for as long as the first one lives.
    killHost: () => (restarting = restarting.then(restart)),
    failedStarts,
    endedByThemselves,
    residentMegabytes: async () => {
      const { readFile } = await import('node:fs/promises');
      const status = await readFile(`/proc/${host.process.pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    output: () => [...outputs, host.output()].join('\n'),
    stop: async () => {
      killed.add(host);
      await host.end('SIGTERM');
      await proxy.close();
      await database.stop();
    },
  };
}
