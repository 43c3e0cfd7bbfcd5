import type { CocoGroundTruth } from './coco-ground-truth.ts';

const JUDGED = 0;
const UNMATCHED_IGNORED = 1;
const NOT_JUDGED = 2;

/**
 * LVIS: per image and category index whether detections are judged (0), judged but ignored when unmatched (1), or
 * left out (2). Source: lvis-api `eval.py` (`img_pl`, `img_nl`, `img_nel`).
 */
export function federatedJudgement(
  groundTruth: CocoGroundTruth,
): (image: number, category: number) => number {
  const { images, categories, annotations, categoryIndex } = groundTruth;
  const known = new Set<number>();
  const open = new Set<number>();
  const key = (image: number, category: number): number => image * categories.length + category;
  for (let row = 0; row < annotations.count; row++) {
    known.add(key(annotations.image[row], annotations.category[row]));
  }
  images.forEach((image, index) => {
    for (const code of image.absent ?? []) known.add(key(index, categoryIndex.get(code) ?? -1));
    for (const code of image.notExhaustive ?? []) open.add(key(index, categoryIndex.get(code) ?? -1));
  });
  return (image, category) => {
    if (!known.has(key(image, category))) return NOT_JUDGED;
    return open.has(key(image, category)) ? UNMATCHED_IGNORED : JUDGED;
  };
}
