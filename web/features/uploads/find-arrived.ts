import { request } from '../../api/request.ts';
import type { KeyedFile } from './dropped-files.ts';

/** The API takes so many at once. */
const AT_ONCE = 500;
/** Larger files are taken by their size: hashing them would hold them in memory. */
const MOST_HASHED_BYTES = 128 * 1024 * 1024;

/** Of files those that the dataset has already, with the same bytes. */
export async function findArrived(
  datasetId: string,
  files: readonly KeyedFile[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const arrived = new Set<string>();
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const { items } = await request<{ items: { key: string; size: number; sha256: string }[] }>(
      'POST',
      'uploads/arrived',
      { body: { datasetId, keys: some.map(({ key }) => key) }, signal },
    );
    const known = new Map(items.map((item) => [item.key, item]));
    for (const { key, file } of some) {
      const there = known.get(key);
      if (there?.size !== file.size) continue;
      if (file.size > MOST_HASHED_BYTES || there.sha256 === (await sha256Of(file))) arrived.add(key);
    }
  }
  return arrived;
}

async function sha256Of(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
