import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { maskOfPolygon } from '../geometry/mask-of-polygon.ts';
import type { LabelObject } from '../labels/label-object.ts';

/** The runs of an object's outline over the whole image, or nothing for shapes that have no outline to learn. */
export function labelledMask(
  { shape }: Pick<LabelObject, 'shape'>,
  height: number,
  width: number,
): Uint32Array | undefined {
  if (shape.type === 'polygon') return maskOfPolygon(shape, height, width);
  if (shape.type !== 'mask' || shape.size[0] !== height || shape.size[1] !== width) return undefined;
  return decodeRleCounts(shape.counts);
}
