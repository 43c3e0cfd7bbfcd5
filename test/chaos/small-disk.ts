import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  folder: string;
  /** True when it is a file system of its own that can be filled for real. */
  isReal: boolean;
  fill: () => Promise<void>;
  empty: () => Promise<void>;
  remove: () => Promise<void>;
}

/**
 * A file system in memory that can be filled to the last block without harm to anything else, where this process may
 * mount one (as root on Linux); elsewhere a plain folder, and the caller has to feign a full disk.
 */
export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const root = await mkdtemp(join(tmpdir(), 'lapidary-chaos-'));
  const isReal = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'lapidary-chaos', root]).then(
    () => true,
    () => false,
  );
  const folder = join(root, 'data');
  const ballast = join(root, 'ballast');
  await mkdir(folder);
  let parts = 0;
  return {
    folder,
    isReal,
    fill: async () => {
      if (!isReal) return;
      for (let tries = 0; tries < 20; tries++) {
        const { bavail, bsize } = await statfs(root);
        if (bavail === 0) return;
        const file = `${ballast}-${parts++}`;
        await run('fallocate', ['-l', String(bavail * bsize), file]).catch(() => {});
      }
    },
    empty: async () => {
      for (; parts > 0; parts--) await rm(`${ballast}-${parts - 1}`, { force: true });
    },
    remove: async () => {
      if (isReal) await run('umount', [root]).catch(() => run('umount', ['-l', root]));
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
