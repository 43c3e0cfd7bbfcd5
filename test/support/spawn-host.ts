import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export interface SpawnedHost {
  process: ChildProcess;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The token of the printed link; undefined when the link has none. */
  token: string | undefined;
  /** From the start of the process to the printed link. */
  readyMilliseconds: number;
  output: () => string;
  /** Sends the signal and waits for the end; answers the exit code and how long it took. */
  end: (signal: NodeJS.Signals) => Promise<{ code: number | null; milliseconds: number }>;
}

/** An empty folder for a host's data; remove it with `remove`. */
export async function emptyDataFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-host-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts `lapidary up` as a person does, on any free port, and waits for its link. Rejects when it ends before. */
export async function spawnHost(
  dataFolder: string,
  folders: string[] = [],
  more: string[] = [],
): Promise<SpawnedHost> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [MAIN, 'up', ...folders, '--data', dataFolder, '--port', '0', '--no-demo', '--no-build', ...more],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, INIT_CWD: undefined } },
  );
  let said = '';
  const link = await new Promise<URL>((resolve, reject) => {
    const listen = (bytes: Buffer) => {
      said += bytes.toString();
      const printed = /ready: (http:\S+)/.exec(said)?.[1];
      if (printed !== undefined) resolve(new URL(printed));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The host ended with ${code}: ${said}`)));
  });
  return {
    process: child,
    url: link.origin,
    token: link.hash === '' ? undefined : link.hash.slice(1),
    readyMilliseconds: performance.now() - startedAt,
    output: () => said,
    end: async (signal) => {
      const signalledAt = performance.now();
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      return { code: await ended, milliseconds: performance.now() - signalledAt };
    },
  };
}
