import { open, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { NotAllowed, NotFound } from '../errors.ts';
import type { Blobs } from './blobs.ts';
import { contentTypeOf } from './content-type.ts';
import { fileEtag } from './file-etag.ts';
import { readFileRange } from './read-file-range.ts';

/** What can be asked of a folder that belongs to the user. */
export type FolderBlobs = Pick<Blobs, 'get' | 'stream' | 'head'> & {
  /** The file behind a key, symbolic links resolved; undefined when there is none inside the folder. */
  fileOf: (key: string) => Promise<string | undefined>;
};

/**
 * Reads a user's own folder as it is: keys are relative paths with `/`, names are not encoded, nothing is written.
 * A key that climbs out, or goes through a symbolic link that leaves the folder, is not found.
 */
export function folderBlobs(folder: string): FolderBlobs {
  async function fileOf(key: string): Promise<string | undefined> {
    const segments = key.split('/');
    const isPlain = segments.every(
      (segment) =>
        segment !== '' &&
        segment !== '.' &&
        segment !== '..' &&
        !segment.includes('\0') &&
        !segment.includes(sep),
    );
    if (!isPlain) return undefined;
    try {
      const root = await realpath(folder);
      const file = await realpath(resolve(join(root, ...segments)));
      return file.startsWith(root.endsWith(sep) ? root : root + sep) && (await stat(file)).isFile()
        ? file
        : undefined;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG')
        return undefined;
      if (code === 'EACCES')
        throw new NotAllowed(`The file ${key} may not be read; check its permissions.`, { key });
      throw error;
    }
  }

  async function openFile(key: string) {
    const file = await fileOf(key);
    if (file === undefined) throw new NotFound('blob', key);
    return open(file, 'r').catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT') throw new NotFound('blob', key);
      if (code === 'EACCES')
        throw new NotAllowed(`The file ${key} may not be read; check its permissions.`, { key });
      throw error;
    });
  }

  return {
    fileOf,
    get: async (key) => {
      const file = await openFile(key);
      try {
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
    stream: async (key, range) => {
      const file = await openFile(key);
      return readFileRange(file, (await file.stat()).size, range);
    },
    head: async (key) => {
      const file = await fileOf(key);
      const found = file && (await stat(file, { bigint: true }).catch(() => undefined));
      if (!found) return undefined;
      return {
        size: Number(found.size),
        etag: fileEtag(found),
        modifiedAt: found.mtime,
        contentType: contentTypeOf(key),
      };
    },
  };
}
