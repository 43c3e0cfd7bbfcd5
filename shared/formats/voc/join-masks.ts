import { boxIou } from '../../geometry/box-iou.ts';
import type { ExchangeObject } from '../exchange-item.ts';
import type { VocMask } from './read-voc-masks.ts';

/**
 * Joins masks with the boxes they belong to: the pair of one class with the best overlap first, each once. The object
 * becomes the mask and keeps its box as the attribute `bbox`; masks without a box become objects of their own, boxes
 * without a mask stay. Masks without a class take that of their box, or `object`. Works on `objects` in place.
 */
export function joinMasks(objects: ExchangeObject[], masks: readonly VocMask[]): void {
  const pairs = masks.flatMap((mask, at) =>
    objects.flatMap((object, index) => {
      const { shape } = object;
      if (shape.type !== 'box' || (mask.class !== undefined && mask.class !== object.class)) return [];
      const iou = boxIou(shape, mask.box);
      return iou > 0.1 ? [{ at, index, iou }] : [];
    }),
  );
  pairs.sort((a, b) => b.iou - a.iou);
  const joined = new Set<number>();
  const taken = new Set<number>();
  for (const { at, index } of pairs) {
    const { shape } = objects[index];
    if (joined.has(at) || taken.has(index) || shape.type !== 'box') continue;
    joined.add(at);
    taken.add(index);
    objects[index] = {
      ...objects[index],
      shape: masks[at].shape,
      attributes: {
        ...objects[index].attributes,
        bbox: [shape.x, shape.y, shape.width, shape.height].join(' '),
      },
    };
  }
  masks.forEach((mask, at) => {
    if (!joined.has(at)) objects.push({ class: mask.class ?? 'object', shape: mask.shape, attributes: {} });
  });
}
