import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostAlreadyRunning } from '../../shared/errors.ts';

export interface DataLock {
  /** Tells a second host, in its message, where the first one answers. */
  announce: (url: string) => Promise<void>;
  release: () => void;
}

/**
 * Makes sure that one host at a time uses a data folder. The lock is SQLite's lock on `host.lock`, which the system
 * drops however the process ends: nothing is left over by a kill, and no process id can be mistaken for another's.
 * `host.json` beside it says who holds it, for the message only.
 *
 * @throws HostAlreadyRunning
 */
export async function lockData(folder: string): Promise<DataLock> {
  await mkdir(folder, { recursive: true });
  const { DatabaseSync } = await import('node:sqlite');
  const holderFile = join(folder, 'host.json');
  const database = new DatabaseSync(join(folder, 'host.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const holder = await readFile(holderFile, 'utf8').then(
      (text) => JSON.parse(text) as { pid?: number; url?: string },
      () => ({}),
    );
    throw new HostAlreadyRunning(folder, holder, error);
  }
  const announce = (url?: string) => writeFile(holderFile, JSON.stringify({ pid: process.pid, url }));
  await announce();
  return { announce, release: () => database.close() };
}
