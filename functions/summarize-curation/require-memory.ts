import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';

/** Measured: vectors lie in memory as they are read, in one piece, and packed for the search; what else an image needs. */
const COPIES = 3;
const BYTES_OF_AN_IMAGE = 3000;
const MEGABYTE = 2 ** 20;
const MOST_MEGABYTES = 10_240;

/** `isOfStage`: a setting of the deployment gives it; otherwise the machine does. */
export interface Memory {
  bytes: number;
  isOfStage: boolean;
}

/**
 * A project that would not fit is refused with words, before anything is read, rather than cut off in the middle.
 *
 * @throws InvalidInput
 */
export async function requireMemory(
  { projectId, embedding, images }: { projectId: string; embedding: string; images: number },
  { blobs, memory }: { blobs: Pick<Blobs, 'head'>; memory: Memory },
): Promise<void> {
  let packs = 0;
  for (let shard = 0; shard < SHARD_COUNT; shard++)
    packs += (await blobs.head(blobKeys.vectorPack(projectId, embedding, shard)))?.size ?? 0;
  const needed = COPIES * packs + BYTES_OF_AN_IMAGE * images;
  if (needed <= memory.bytes) return;
  throw new InvalidInput(
    `Comparing ${whole(images)} images with each other takes about ${megabytes(needed)} of memory, and there are ${megabytes(memory.bytes)}. ${remedy(needed, memory)}`,
  );
}

function remedy(needed: number, { isOfStage }: Memory): string {
  const split = 'give each part of the data a project of its own';
  if (!isOfStage) return `Take a machine with more, or ${split}.`;
  if (needed > MOST_MEGABYTES * MEGABYTE)
    return `No function can have more than ${whole(MOST_MEGABYTES)} MB (curationMemoryMegabytes in infra/stages.ts): ${split}.`;
  return `Raise curationMemoryMegabytes in infra/stages.ts, to ${whole(MOST_MEGABYTES)} at most, or ${split}.`;
}

const whole = (value: number): string => value.toLocaleString('en-US');
const megabytes = (bytes: number): string => `${whole(Math.ceil(bytes / MEGABYTE))} MB`;
