import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoArrays } from './coco-arrays.ts';

/**
 * Where to cut the classes `0 … classes - 1` (their category indices, ascending) in two so that both parts hold
 * about as many detections. Returns the first class of the second part.
 */
export function splitClasses(detections: AnnotationColumns, classes: number): number {
  const counts = new Int32Array(classes);
  for (let row = 0; row < detections.count; row++) counts[detections.category[row]]++;
  let before = 0;
  for (let k = 0; k < classes; k++) {
    if (2 * (before + counts[k]) > detections.count) {
      // The class in the middle goes to the side that it unbalances less.
      return 2 * before + counts[k] > detections.count ? k : k + 1;
    }
    before += counts[k];
  }
  return classes;
}

/** Copies the classes from `first` on out of `other` into `arrays`. */
export function joinArrays(arrays: CocoArrays, other: CocoArrays, first: number): void {
  for (const name of ['precision', 'scores', 'recall'] as const) {
    const from = (arrays[name].length / arrays.classes) * first;
    arrays[name].set(other[name].subarray(from), from);
  }
}
