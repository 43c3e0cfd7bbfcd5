import { link, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { NotFound, PreconditionFailed } from '../errors.ts';
import { encodeBlobPath } from './blob-path.ts';
import type { BlobBody, BlobHead, Blobs, ByteRange, PutOptions } from './blobs.ts';
import { contentTypeOf } from './content-type.ts';
import { fileEtag } from './file-etag.ts';
import { listBlobFolder } from './list-blob-folder.ts';
import { readFileRange } from './read-file-range.ts';
import { signLink } from './signed-link.ts';

export interface DiskBlobsOptions {
  /** Holds `objects/`, `types/` and `incoming/`; all three on one file system. */
  folder: string;
  secret: Uint8Array;
  /** Origin of the server that answers signed links, as `http://127.0.0.1:4400`. */
  origin: () => string;
  now?: () => Date;
  /** Another process owns the folder: nothing is tidied up, and nothing may be put or deleted. */
  isReader?: boolean;
}

/**
 * Blobs in a folder. A put writes a temporary file, syncs it, moves it into place and syncs the folder, so a crash
 * leaves the old object or the new one. The etag is the identity of the file (each put makes a new one); the
 * content type, when the name does not tell it, lies in a small file that names the etag it belongs to, written
 * first. Conditions are checked under a lock of this process: one host owns the folder.
 */
export function diskBlobs(options: DiskBlobsOptions): Blobs {
  const { folder, secret, origin, now = () => new Date() } = options;
  const objects = join(folder, 'objects');
  const types = join(folder, 'types');
  const incoming = join(folder, 'incoming');
  // What a crash left behind was never acknowledged.
  const ready = options.isReader
    ? Promise.reject(new Error('These blobs are only read here.'))
    : rm(incoming, { recursive: true, force: true }).then(() => mkdir(incoming, { recursive: true }));
  ready.catch(() => {});
  const locks = new Map<string, Promise<unknown>>();
  let lastStamp = 0;

  const pathOf = (key: string) => join(objects, encodeBlobPath(key));

  async function locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (locks.get(key) ?? Promise.resolve()).then(work, work);
    locks.set(key, turn);
    try {
      return await turn;
    } finally {
      if (locks.get(key) === turn) locks.delete(key);
    }
  }

  async function openBlob(key: string): Promise<FileHandle> {
    return open(pathOf(key), 'r').catch((error: unknown) => {
      throw isMissing(error) ? new NotFound('blob', key) : error;
    });
  }

  async function write(body: BlobBody): Promise<{ temporary: string; size: number; etag: string }> {
    await ready;
    const temporary = join(incoming, randomUUID());
    const file = await open(temporary, 'wx');
    try {
      let size = 0;
      for await (const chunk of body instanceof Uint8Array ? [body] : body) {
        await writeAll(file, chunk);
        size += chunk.length;
      }
      // Distinct times keep etags distinct when the system gives the number of a deleted file out again.
      lastStamp = Math.max(Date.now(), lastStamp + 0.01);
      await file.utimes(lastStamp / 1000, lastStamp / 1000);
      await file.sync();
      return { temporary, size, etag: fileEtag(await file.stat({ bigint: true })) };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  async function rememberType(key: string, etag: string, contentType: string | undefined): Promise<void> {
    if (contentType === undefined || contentType === contentTypeOf(key)) return;
    const path = join(types, encodeBlobPath(key));
    const { temporary } = await write(Buffer.from(JSON.stringify({ etag, contentType })));
    await makeFolder(dirname(path));
    await rename(temporary, path);
  }

  async function typeOf(key: string, etag: string): Promise<string> {
    try {
      const file = await open(join(types, encodeBlobPath(key)), 'r');
      try {
        const known = JSON.parse(await file.readFile('utf8')) as { etag: string; contentType: string };
        if (known.etag === etag) return known.contentType;
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!isMissing(error) && !(error instanceof SyntaxError)) throw error;
    }
    return contentTypeOf(key);
  }

  async function place(key: string, temporary: string, put: PutOptions): Promise<void> {
    const path = pathOf(key);
    if (put.ifMatch !== undefined) {
      const current = await stat(path, { bigint: true }).catch(() => undefined);
      if (current === undefined || fileEtag(current) !== put.ifMatch)
        throw new PreconditionFailed('blob', key);
    }
    await makeFolder(dirname(path));
    if (put.ifNoneMatch === '*') {
      await link(temporary, path).catch((error: unknown) => {
        throw hasCode(error, 'EEXIST') ? new PreconditionFailed('blob', key) : error;
      });
      await unlink(temporary);
    } else {
      await rename(temporary, path);
    }
    await syncFolder(dirname(path));
  }

  return {
    put: async (key, body, put = {}) => {
      encodeBlobPath(key);
      const { temporary, size, etag } = await write(body);
      try {
        await locked(key, async () => {
          await rememberType(key, etag, put.contentType);
          await place(key, temporary, put);
        });
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      return { etag, size };
    },
    get: async (key) => {
      const file = await openBlob(key);
      try {
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
    stream: async (key, range?: ByteRange) => {
      const file = await openBlob(key);
      return readFileRange(file, (await file.stat()).size, range);
    },
    head: async (key): Promise<BlobHead | undefined> => {
      const found = await stat(pathOf(key), { bigint: true }).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (found === undefined) return undefined;
      const etag = fileEtag(found);
      return {
        size: Number(found.size),
        etag,
        modifiedAt: found.mtime,
        contentType: await typeOf(key, etag),
      };
    },
    list: (prefix, page) => listBlobFolder(objects, prefix, page),
    delete: async (key) => {
      await locked(key, async () => {
        const path = pathOf(key);
        await rm(path, { force: true });
        await rm(join(types, encodeBlobPath(key)), { force: true });
        await syncFolder(dirname(path));
      });
    },
    signedUrl: async (key, link) => {
      encodeBlobPath(key);
      return origin() + signLink(key, link, secret, now());
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
}

/** Makes a folder and syncs every folder that gained an entry, so the path to an object outlives a crash. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let at = path; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR');
}
