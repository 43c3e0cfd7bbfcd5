import { encodeRleCounts } from '../geometry/rle-codec.ts';
import { maskOfBitmap } from '../geometry/mask-bitmap.ts';
import { decodeImage } from '../images/decode-image.ts';
import { grabCut } from './grab-cut.ts';
import type { SegmentedMask } from './segmented-mask.ts';
import type { SegmentPrompt } from './segment-prompt.ts';

/** What answers say in place of a model's id. */
export const WITHOUT_MODEL = 'grabcut';

/** The object in a box where no model can answer; nothing knows how good it is, so its score is 0. */
export async function maskWithoutModel(
  file: Uint8Array,
  box: NonNullable<SegmentPrompt['box']>,
): Promise<SegmentedMask> {
  const { image } = await decodeImage(file);
  const { width, height } = image;
  const counts = encodeRleCounts(maskOfBitmap(grabCut(image, box), height, width));
  return { mask: { size: [height, width], counts }, score: 0, stability: 0 };
}
