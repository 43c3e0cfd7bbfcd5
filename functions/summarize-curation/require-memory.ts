import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';

/** Measured: vectors lie in memory as they are read, in one piece, and packed for the search; what else an image needs. */
const COPIES = 3;
const BYTES_OF_AN_IMAGE = 3000;

/**
 * A project that would not fit is refused with words, before anything is read, rather than cut off in the middle.
 *
 * @throws InvalidInput
 */
export async function requireMemory(
  { projectId, embedding, images }: { projectId: string; embedding: string; images: number },
  { blobs, memoryBytes }: { blobs: Pick<Blobs, 'head'>; memoryBytes: number },
): Promise<void> {
  let packs = 0;
  for (let shard = 0; shard < SHARD_COUNT; shard++)
    packs += (await blobs.head(blobKeys.vectorPack(projectId, embedding, shard)))?.size ?? 0;
  const needed = COPIES * packs + BYTES_OF_AN_IMAGE * images;
  if (needed <= memoryBytes) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new InvalidInput(
    `Comparing ${images.toLocaleString('en-US')} images with each other takes about ${gigabytes(needed)} of memory, and there are ${gigabytes(memoryBytes)}. Give the function more, or each part of the data its own project.`,
  );
}
