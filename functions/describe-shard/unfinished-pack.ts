import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { decodeVectorPack } from '../../shared/curation/vectors/vector-pack.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { PackedImage } from './packed-image.ts';
import type { ImagePack } from './packed-image.ts';

/** Where a pass over a shard stopped. */
const Progress = z.object({
  jobId: z.string(),
  /** The last asset that was looked at, by dataset. */
  places: z.record(z.string(), z.string()),
  counts: z.object({ items: z.int(), described: z.int(), unreadable: z.int() }),
});
export type Progress = z.infer<typeof Progress>;

const HEAD_BYTES = 4;

/**
 * What the passes of one job over a shard have made so far: one blob with the place and all that comes before it, so that
 * two executions of a job never mix theirs. The length of the progress as JSON (uint32, little-endian), the progress, the
 * pack.
 */
export function unfinishedPack(
  { jobId, ...of }: { jobId: string; projectId: string; embedding: string; shard: number },
  blobs: Pick<Blobs, 'get' | 'put' | 'delete'>,
) {
  const key = blobKeys.unfinishedPack(of.projectId, of.embedding, of.shard);

  return {
    /** `undefined`: nothing yet, or what another job left, or damaged. */
    async read(): Promise<(Progress & { pack: ImagePack }) | undefined> {
      try {
        const bytes = await blobs.get(key);
        const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
        const text = new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length));
        const progress = Progress.parse(JSON.parse(text));
        if (progress.jobId !== jobId) return undefined;
        const pack = decodeVectorPack(bytes.subarray(HEAD_BYTES + length));
        return { ...progress, pack: { ...pack, rows: z.array(PackedImage).parse(pack.rows) } };
      } catch (error) {
        const isDamaged = [InvalidInput, z.ZodError, SyntaxError, RangeError].some(
          (kind) => error instanceof kind,
        );
        if (isDamaged || error instanceof NotFound) return undefined;
        throw error;
      }
    },

    async write(progress: Omit<Progress, 'jobId'>, pack: Uint8Array): Promise<void> {
      const text = Buffer.from(JSON.stringify({ jobId, ...progress } satisfies Progress));
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32LE(text.length);
      await blobs.put(key, Buffer.concat([head, text, pack]));
    },

    remove: (): Promise<void> => blobs.delete(key),
  };
}
