import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Lapidary of its own, with its data in a temporary folder. */
export interface RunningLapidary {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** `/welcome#token`, whole. */
  link: string;
  /** Where its data lies. */
  data: string;
  stop: () => Promise<void>;
}

const READY = /Lapidary is ready: (http:\S+)/;

/**
 * Starts `lapidary up` without the demo and waits for the printed link. Fails with what it printed instead.
 *
 * @param words more of its command line: folders to follow, each a dataset, and options
 */
export async function startLapidary(...words: string[]): Promise<RunningLapidary> {
  const data = await mkdtemp(join(tmpdir(), 'lapidary-browser-'));
  const root = new URL('../..', import.meta.url).pathname;
  const command = ['cli/main.ts', 'up', ...words, '--data', data, '--no-demo', '--no-build'];
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, INIT_CWD: undefined },
  });
  const link = await waitForLink(child);
  return {
    origin: new URL(link).origin,
    link,
    data,
    stop: async () => {
      const isOver = once(child, 'exit');
      child.kill('SIGTERM');
      await isOver;
      await rm(data, { recursive: true, force: true });
    },
  };
}

function waitForLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const link = READY.exec(printed)?.[1];
      if (link !== undefined) resolve(link);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) =>
      reject(new Error(`Lapidary ended with ${code} before it was ready:\n${printed}`)),
    );
  });
}
