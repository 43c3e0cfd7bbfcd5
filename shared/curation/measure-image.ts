import { forEachBand } from './for-each-band.ts';
import { DHASH_HEIGHT, DHASH_WIDTH, differenceHash } from './hashes/difference-hash.ts';
import { lanczosPlan } from './hashes/lanczos-plan.ts';
import { PHASH_SIDE, perceptualHash } from './hashes/perceptual-hash.ts';
import { resampleBand } from './hashes/resample-band.ts';
import { resampleColumns } from './hashes/resample-columns.ts';
import { ImageReducer } from './descriptor/image-reducer.ts';
import { type ImageMetrics, readImageMetrics } from './image-metrics.ts';

export interface MeasuredImage {
  metrics: ImageMetrics;
  /** 16 hexadecimal digits each; see perceptualHash and differenceHash. */
  phash: string;
  dhash: string;
  /** The image averaged into 64 × 64 boxes, RGB bytes: what the built-in descriptor reads. */
  reduced: Uint8Array;
}

/**
 * Metrics, both hashes and the reduced picture of one decoded image in a single pass over its pixels.
 *
 * @param rgb width × height × 3 bytes, row-major, oriented (EXIF applied), no alpha
 * @throws InvalidInput when the buffer does not have that many bytes
 */
export function measureImage(rgb: Uint8Array, width: number, height: number): MeasuredImage {
  const phashRows = lanczosPlan(width, PHASH_SIDE);
  const dhashRows = lanczosPlan(width, DHASH_WIDTH);
  const phashGrey = new Uint8Array(height * PHASH_SIDE);
  const dhashGrey = new Uint8Array(height * DHASH_WIDTH);
  const reducer = new ImageReducer(width, height);
  forEachBand(rgb, width, height, (band) => {
    resampleBand(band, phashRows, phashGrey);
    resampleBand(band, dhashRows, dhashGrey);
    reducer.add(band);
  });
  return {
    metrics: readImageMetrics(width, height),
    phash: perceptualHash(resampleColumns(phashGrey, PHASH_SIDE, lanczosPlan(height, PHASH_SIDE))),
    dhash: differenceHash(resampleColumns(dhashGrey, DHASH_WIDTH, lanczosPlan(height, DHASH_HEIGHT))),
    reduced: reducer.finish(),
  };
}
