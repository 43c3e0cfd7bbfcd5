import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobBody } from '../blobs/blobs.ts';
import { DestinationUnwritable, InvalidInput } from '../errors.ts';
import type { Destinations } from './destinations.ts';
import { placeOf } from './named-places.ts';
import { requirePathWithin } from './require-path-within.ts';

/** Where files lie until they are whole; `tidy` takes it away. */
const INCOMING = '.incoming';

/**
 * Destinations that are folders of this machine, under names as they are. A file is written aside, synced and moved into
 * place, so a kill leaves it whole or not there.
 *
 * @param folders absolute paths by name
 */
export function folderDestinations(folders: ReadonlyMap<string, string>): Destinations {
  return {
    list: () => [...folders].map(([name, folder]) => ({ name, location: join(folder, '/') })),
    open: (name, folder) => {
      const root = join(placeOf(folders, name), ...requirePathWithin(folder).split('/'));
      return {
        location: join(root, '/'),
        put: async (path, body) => {
          const segments = requirePathWithin(path).split('/');
          if (segments.includes('') || segments[0] === INCOMING)
            throw new InvalidInput(`"${path}" is no path of a file.`, { path });
          return write(root, join(root, ...segments), body).catch((error: unknown) => {
            throw isRefusal(error) ? new DestinationUnwritable(name, error) : error;
          });
        },
        tidy: () => rm(join(root, INCOMING), { recursive: true, force: true }),
      };
    },
  };
}

async function write(root: string, target: string, body: BlobBody): Promise<{ size: number }> {
  const incoming = join(root, INCOMING);
  await mkdir(incoming, { recursive: true });
  await mkdir(dirname(target), { recursive: true });
  const temporary = join(incoming, randomUUID());
  const file = await open(temporary, 'wx');
  try {
    let size = 0;
    try {
      for await (const chunk of body instanceof Uint8Array ? [body] : body) {
        await file.writeFile(chunk);
        size += chunk.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The disk, or who owns it, says no; a full disk has an error of its own. */
function isRefusal(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EIO'].includes(String(code));
}
