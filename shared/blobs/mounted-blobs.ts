import { NotAllowed } from '../errors.ts';
import type { Blobs } from './blobs.ts';
import { folderBlobs } from './folder-blobs.ts';
import type { FolderBlobs } from './folder-blobs.ts';

export interface MountedBlobs extends Blobs {
  /** Serves keys below `prefix` (ends in `/`) from a folder of the user, read only. */
  mount: (prefix: string, folder: string) => void;
}

/**
 * Blobs in which some prefixes are folders of the user, so that their originals are neither copied nor touched.
 * Listing shows the blobs underneath only: the folders are watched, and their assets are in the table.
 */
export function mountedBlobs(blobs: Blobs): MountedBlobs {
  const mounts = new Map<string, FolderBlobs>();

  function mountOf(key: string): { folder: FolderBlobs; rest: string } | undefined {
    for (const [prefix, folder] of mounts) {
      if (key.startsWith(prefix)) return { folder, rest: key.slice(prefix.length) };
    }
    return undefined;
  }
  function refuseMounted(key: string): void {
    if (mountOf(key) === undefined) return;
    throw new NotAllowed('This dataset mirrors a folder of this machine: change the files there.', { key });
  }

  return {
    mount: (prefix, folder) => void mounts.set(prefix, folderBlobs(folder)),
    put: async (key, body, options) => {
      refuseMounted(key);
      return blobs.put(key, body, options);
    },
    get: async (key) => {
      const at = mountOf(key);
      return at ? at.folder.get(at.rest) : blobs.get(key);
    },
    stream: async (key, range) => {
      const at = mountOf(key);
      return at ? at.folder.stream(at.rest, range) : blobs.stream(key, range);
    },
    head: async (key) => {
      const at = mountOf(key);
      return at ? at.folder.head(at.rest) : blobs.head(key);
    },
    list: (prefix, page) => blobs.list(prefix, page),
    delete: async (key) => {
      refuseMounted(key);
      await blobs.delete(key);
    },
    signedUrl: async (key, link) => {
      if (link.method === 'PUT') refuseMounted(key);
      return blobs.signedUrl(key, link);
    },
  };
}
