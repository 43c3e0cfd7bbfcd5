import { createHash } from 'node:crypto';
import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { measureImage as measurePixels } from '../../shared/curation/measure-image.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import type { DecodedImage } from '../../shared/images/decode-image.ts';
import { extensionWarning } from '../../shared/images/extension-warning.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { makeThumbnail } from '../../shared/images/make-thumbnail.ts';

/** Files above this are not read at all: 1 GiB. */
const MAX_FILE_BYTES = 1024 ** 3;

export const MeasureImageInput = z.object({
  assetId: z.string(),
  datasetId: z.string(),
  key: z.string(),
  size: z.number(),
  etag: z.string(),
});
export type MeasureImageInput = z.infer<typeof MeasureImageInput>;

/** Everything that is registered about one file, except for when. */
export const MeasuredFile = MeasureImageInput.extend({
  status: z.enum(['ready', 'quarantined']),
  reason: z.string().optional(),
  reasonCode: z.string().optional(),
  sha256: z.string(),
  /** Pixels of the upright image; 0 when it cannot be read. */
  width: z.number(),
  height: z.number(),
  contentType: z.string(),
  warnings: z.array(z.string()),
  metrics: z.record(z.string(), z.number()),
  phash: z.string().optional(),
  dhash: z.string().optional(),
});
export type MeasuredFile = z.infer<typeof MeasuredFile>;

export interface MeasureImageDeps {
  blobs: Pick<Blobs, 'get' | 'put'>;
}

/**
 * Reads a file once and decodes it once: type by content, hash, thumbnail and metrics all come from the same buffer.
 * A file that is no good image is not an error: it comes back quarantined, with the reason.
 *
 * @throws NotFound when the file is gone by now.
 */
export async function measureImage(input: MeasureImageInput, deps: MeasureImageDeps): Promise<MeasuredFile> {
  if (input.size > MAX_FILE_BYTES) {
    const gigabytes = (input.size / 1024 ** 3).toFixed(1);
    const reason = `The file is ${gigabytes} GiB; files up to 1 GiB are read.`;
    return quarantined(input, { code: 'file-too-large', message: reason }, '');
  }
  const bytes = await deps.blobs.get(blobKeys.image(input.datasetId, input.key));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let decoded: DecodedImage;
  try {
    decoded = await decodeImage(bytes);
  } catch (error) {
    if (error instanceof ImageFault) return quarantined({ ...input, size: bytes.length }, error, sha256);
    throw error;
  }
  const { image, format, contentType, frames } = decoded;
  await deps.blobs.put(blobKeys.thumbnail(input.assetId), await makeThumbnail(image), {
    contentType: 'image/webp',
  });
  const warnings = [extensionWarning(input.key, format)].filter((warning) => warning !== undefined);
  if (frames > 1) {
    const what = format === 'tiff' ? 'pages' : 'frames';
    warnings.push(`The file has ${frames} ${what}; only the first is used.`);
  }
  return {
    ...input,
    size: bytes.length,
    status: 'ready',
    sha256,
    width: image.width,
    height: image.height,
    contentType,
    warnings,
    ...measurePixels(image.data, image.width, image.height),
  };
}

function quarantined(
  input: MeasureImageInput,
  fault: { code: string; message: string },
  sha256: string,
): MeasuredFile {
  return {
    ...input,
    status: 'quarantined',
    reason: fault.message,
    reasonCode: fault.code,
    sha256,
    width: 0,
    height: 0,
    contentType: 'application/octet-stream',
    warnings: [],
    metrics: {},
  };
}
