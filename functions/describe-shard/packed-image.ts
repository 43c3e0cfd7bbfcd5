import * as z from 'zod';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { ImageMetrics } from '../../shared/curation/image-metrics.ts';
import { decodeVectorPack } from '../../shared/curation/vectors/vector-pack.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { LabelFacts } from './label-facts.ts';

/** What a shard keeps of an image beside its vector: all that comparing it with the others needs. */
export const PackedImage = z.object({
  assetId: z.string(),
  /** Path in its dataset. */
  key: z.string(),
  sha256: z.string(),
  phash: z.string(),
  dhash: z.string(),
  metrics: ImageMetrics,
  /** How unsure a model is of what it sees, in bits; and the prediction set that says so. */
  doubt: z.number().optional(),
  doubtFrom: z.string().optional(),
  /** Missing: nothing was ever labelled. */
  labels: LabelFacts.optional(),
});
export type PackedImage = z.infer<typeof PackedImage>;

const PackedImages = z.array(PackedImage);

export interface ImagePack {
  dimensions: number;
  rows: PackedImage[];
  data: Float32Array<ArrayBuffer>;
}

/** What an earlier curation left of one shard; empty when there is none, or it is damaged. */
export async function readPack(
  projectId: string,
  embedding: string,
  shard: number,
  blobs: Pick<Blobs, 'get'>,
): Promise<ImagePack> {
  try {
    const pack = decodeVectorPack(await blobs.get(blobKeys.vectorPack(projectId, embedding, shard)));
    return { ...pack, rows: PackedImages.parse(pack.rows) };
  } catch (error) {
    if (error instanceof NotFound || error instanceof InvalidInput || error instanceof z.ZodError)
      return { dimensions: 0, rows: [], data: new Float32Array() };
    throw error;
  }
}
