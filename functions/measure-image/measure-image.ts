import { createHash } from 'node:crypto';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotAllowed, NotFound } from '../../shared/errors.ts';
import { measureImage as measurePixels } from '../../shared/curation/measure-image.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import type { DecodedImage } from '../../shared/images/decode-image.ts';
import { extensionWarning } from '../../shared/images/extension-warning.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { makeThumbnail } from '../../shared/images/make-thumbnail.ts';
import type { MeasuredFile, MeasureImageInput } from './measured-file.ts';

/** Files above this are not read at all: 1 GiB. */
const MAX_FILE_BYTES = 1024 ** 3;
/** A file that changes under the reader's hands is read again; its last version brings an event of its own. */
const MOST_READINGS = 3;

export interface MeasureImageDeps {
  blobs: Pick<Blobs, 'head' | 'get' | 'put'>;
}

/**
 * What stands in the file now: the verdict names the version that it is about, so of two events at work on one file
 * neither registers what the other one's version has replaced.
 * A file that is no good image is not an error: it comes back quarantined, with the reason.
 *
 * @throws NotFound when the file is gone by now.
 */
export async function measureImage(input: MeasureImageInput, deps: MeasureImageDeps): Promise<MeasuredFile> {
  const key = blobKeys.image(input.datasetId, input.key);
  for (let reading = 1; ; reading++) {
    const before = await deps.blobs.head(key);
    if (!before) throw new NotFound('blob', key);
    const measured = await readImage({ ...input, size: before.size, etag: before.etag }, deps);
    const after = await deps.blobs.head(key);
    if (!after) throw new NotFound('blob', key);
    if (after.etag === before.etag || reading === MOST_READINGS) return measured;
  }
}

/** Reads once and decodes once: type by content, hash, thumbnail and metrics all come from the same buffer. */
async function readImage(input: MeasureImageInput, deps: MeasureImageDeps): Promise<MeasuredFile> {
  if (input.size > MAX_FILE_BYTES) {
    const gigabytes = (input.size / 1024 ** 3).toFixed(1);
    const reason = `The file is ${gigabytes} GiB; files up to 1 GiB are read.`;
    return quarantined(input, { code: 'file-too-large', message: reason }, '');
  }
  let bytes: Uint8Array;
  try {
    bytes = await deps.blobs.get(blobKeys.image(input.datasetId, input.key));
  } catch (error) {
    // Without a version it counts as new at every later look, for permissions change without a trace in the file.
    if (error instanceof NotAllowed) return quarantined({ ...input, etag: '' }, error, '');
    throw error;
  }
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
