import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * A new folder beside `target` that is moved there when it is complete. Its name says which process of which machine
 * fills it: what one left behind that was killed is taken away by the next one that writes to the same place.
 */
export async function makeStaging(target: string): Promise<string> {
  const ofMachine = `${target}.partial-${hostname()}-`;
  await mkdir(dirname(target), { recursive: true });
  // What may not be listed or taken away is no reason not to write.
  await removeLeftOver(ofMachine).catch(() => undefined);
  return mkdtemp(`${ofMachine}${process.pid}-`);
}

async function removeLeftOver(ofMachine: string): Promise<void> {
  const parent = dirname(ofMachine);
  const beginning = basename(ofMachine);
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(beginning)) continue;
    const [, pid] = /^(\d+)-\w+$/.exec(entry.name.slice(beginning.length)) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(parent, entry.name), { recursive: true, force: true });
  }
}

/** Also a process that we may not signal runs. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
