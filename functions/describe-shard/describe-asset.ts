import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { DESCRIPTOR_DIMENSIONS, describeImage } from '../../shared/curation/descriptor/describe-image.ts';
import { measureImage } from '../../shared/curation/measure-image.ts';
import { NotFound } from '../../shared/errors.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import type { Asset } from '../../shared/store/records/asset.ts';

/** The descriptor looks at 64 × 64 pixels: larger images are decoded at a part of their size. */
const REDUCED = { side: 512, above: 512 * 512 };

/**
 * The built-in descriptor of an image, from where it is kept under the image's hash, or computed and kept there.
 *
 * @returns undefined when the image cannot be read
 */
export async function describeAsset(asset: Asset, blobs: Blobs): Promise<Float32Array | undefined> {
  const key = blobKeys.descriptor(asset.sha256);
  try {
    const bytes = await blobs.get(key);
    if (bytes.byteLength === 4 * DESCRIPTOR_DIMENSIONS) return new Float32Array(new Uint8Array(bytes).buffer);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  try {
    const bytes = await blobs.get(blobKeys.image(asset.datasetId, asset.key));
    const { image } = await decodeImage(bytes, REDUCED);
    const { reduced } = measureImage(image.data, image.width, image.height);
    const vector = describeImage(reduced);
    await blobs.put(key, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    return vector;
  } catch (error) {
    // Removed or replaced meanwhile: the next run sees what is there then.
    if (error instanceof ImageFault || error instanceof NotFound) return undefined;
    throw error;
  }
}
