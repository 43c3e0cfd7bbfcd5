import type { Blobs } from './blobs.ts';

/** Writes a blob whose key is the hash of its bytes, unless it is there already: what is there is the same. */
export async function putOnce(
  blobs: Pick<Blobs, 'head' | 'put'>,
  key: string,
  bytes: Uint8Array,
  options: { contentType?: string } = {},
): Promise<void> {
  if (!(await blobs.head(key))) await blobs.put(key, bytes, options);
}
