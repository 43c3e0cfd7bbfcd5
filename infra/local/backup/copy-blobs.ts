import { NotFound } from '../../../shared/errors.ts';
import type { Blobs } from '../../../shared/blobs/blobs.ts';

/** Copies every blob, with its type. What is deleted meanwhile is left out. */
export async function copyBlobs(from: Blobs, to: Blobs): Promise<{ blobs: number; bytes: number }> {
  let blobs = 0;
  let bytes = 0;
  let after: string | undefined;
  do {
    const page = await from.list('', { after });
    for (const { key } of page.items) {
      const head = await from.head(key);
      if (head === undefined) continue;
      try {
        const { size } = await to.put(key, await from.stream(key), { contentType: head.contentType });
        blobs++;
        bytes += size;
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
      }
    }
    after = page.next;
  } while (after !== undefined);
  return { blobs, bytes };
}
