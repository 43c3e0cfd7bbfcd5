import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBlobEntry } from './blob-path.ts';
import type { DecodedEntry } from './blob-path.ts';
import type { BlobListing } from './blobs.ts';
import { fileEtag } from './file-etag.ts';

interface Entry extends DecodedEntry {
  path: string;
}

/**
 * Lists encoded blobs in the order of their keys' UTF-8 bytes. Each folder is read whole and sorted by the key bytes
 * that its entries stand for; folders that cannot hold a wanted key are not opened. The encoding keeps every key
 * that starts with a folder's bytes inside that folder, which is what makes the walk ordered.
 */
export async function listBlobFolder(
  folder: string,
  prefix: string,
  page: { after?: string; limit?: number } = {},
): Promise<BlobListing> {
  const limit = page.limit ?? 1000;
  const wanted = Buffer.from(prefix);
  const after = page.after === undefined ? undefined : Buffer.from(page.after);
  const items: BlobListing['items'] = [];
  for await (const { key, path } of walk(folder, Buffer.alloc(0), wanted, after)) {
    if (items.length === limit) return { items, next: items.at(-1)?.key };
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (found === undefined) continue;
    items.push({ key, size: Number(found.size), etag: fileEtag(found), modifiedAt: found.mtime });
  }
  return { items };
}

async function* walk(
  folder: string,
  base: Buffer,
  prefix: Buffer,
  after: Buffer | undefined,
): AsyncGenerator<{ key: string; path: string }> {
  for (const entry of await readEntries(folder)) {
    const bytes = Buffer.concat([base, entry.bytes]);
    if (entry.isFile) {
      const isWanted = startsWith(bytes, prefix) && (after === undefined || bytes.compare(after) > 0);
      if (isWanted) yield { key: bytes.toString('utf8'), path: entry.path };
      continue;
    }
    const canMatch = startsWith(bytes, prefix) || startsWith(prefix, bytes);
    const canFollow = after === undefined || startsWith(after, bytes) || bytes.compare(after) > 0;
    if (canMatch && canFollow) yield* walk(entry.path, bytes, prefix, after);
  }
}

async function readEntries(folder: string): Promise<Entry[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const entries: Entry[] = [];
  for (const name of names) {
    const decoded = decodeBlobEntry(name.name, name.isDirectory());
    if (decoded !== undefined) entries.push({ ...decoded, path: join(folder, name.name) });
  }
  // A file whose key equals the bytes of a continuing folder comes before what the folder holds.
  return entries.sort((a, b) => a.bytes.compare(b.bytes) || Number(b.isFile) - Number(a.isFile));
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start);
}
