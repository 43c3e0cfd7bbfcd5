import { instantiateKernel } from '../curation/wasm/instantiate-kernel.ts';
import { reserveMemory } from '../curation/wasm/reserve-memory.ts';
import { intersectRuns } from '../geometry/rle-operations.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoArrays } from './coco-arrays.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import type { CocoParameters } from './coco-parameters.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import { THRESHOLDS_AT_ONCE } from './match-detections.ts';
import { MATCHING_WASM } from './wasm/matching-bytes.ts';

type Column = Float64Array | Int32Array | Uint8Array;
type Kernel = Record<string, WebAssembly.Global<'i32'>> & {
  memory: WebAssembly.Memory;
  place(...sizes: number[]): number;
  order(images: number, classes: number): void;
  match(classFrom: number, classTo: number): void;
  accumulate(classIndex: number): void;
};

/** Above this many bytes the matching stays in TypeScript, which needs no second copy of the columns. */
const MOST_BYTES = 1.5e9;

/** True for what nearly everybody asks for: boxes or masks, no groups, no federated ground truth. */
export function isPlain(
  { iouType, hasGroups, isFederated, iouThresholds, maxDets, areas }: CocoParameters,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
): boolean {
  const rows = detections.count * (120 + 8 * areas.length) + truths.count * (140 + 16 * iouThresholds.length);
  return (
    iouType !== 'keypoints' &&
    hasGroups !== true &&
    isFederated !== true &&
    iouThresholds.length > 0 &&
    iouThresholds.length <= THRESHOLDS_AT_ONCE &&
    maxDets.length > 0 &&
    rows < MOST_BYTES
  );
}

/** True when nothing is left out and classes are kept apart: then the kernel orders the rows as well. */
export function isWhole({ imageIds, categoryIds, useCategories }: CocoParameters): boolean {
  return imageIds === undefined && categoryIds === undefined && useCategories;
}

/**
 * Matches and accumulates in WebAssembly what `isPlain` allows: the same bits as `matchDetections` and
 * `accumulateMatches`, without the time that a fresh process needs to warm up for those.
 * @param ordered what is to be evaluated, in order; all rows when missing
 */
export function evaluatePlain(
  ordered: EvaluationRows | undefined,
  { images, annotations: truths }: Pick<CocoGroundTruth, 'images' | 'annotations'>,
  detections: AnnotationColumns,
  parameters: CocoParameters,
  arrays: CocoArrays,
  classFrom: number,
  classTo: number,
): void {
  const { iouThresholds, recallThresholds, areas, maxDets, iouType } = parameters;
  const sharedPixels = (d: number, g: number): number => {
    const [found, truth] = [detections.masks!, truths.masks!];
    const [from, to] = [truth.start[g], truth.end[g]];
    return intersectRuns(found.pool, found.start[d], found.end[d], truth.pool, from, to);
  };
  const kernel = instantiateKernel(MATCHING_WASM, { env: { sharedPixels } }) as unknown as Kernel;
  const hasMasks = iouType === 'segm';
  const { classes } = arrays;
  const truthClass = ordered?.truthClass ?? truths.category;
  const most = largestCount(truths.image, truths.count, images.length);
  const stride = largestCount(truthClass, truths.count, classes);
  const end = kernel.place(
    detections.count,
    ordered?.byImage.length ?? detections.count,
    truths.count,
    ordered?.truths.length ?? truths.count,
    classes,
    areas.length,
    iouThresholds.length,
    maxDets.length,
    recallThresholds.length,
    most,
    stride,
    Number(hasMasks),
    ordered === undefined ? Math.max(images.length, classes) : 0,
  );
  reserveMemory(kernel.memory, end);
  const { buffer } = kernel.memory;
  const put = (name: string, values: Column, length: number): void => {
    const Kind = values.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Column;
    new Kind(buffer, kernel[name].value, length).set(values.subarray(0, length));
  };
  const doubles = (name: string, values: readonly number[]): void =>
    put(name, Float64Array.from(values), values.length);
  if (ordered !== undefined) {
    put('byImage', ordered.byImage, ordered.byImage.length);
    put('byScore', ordered.byScore, ordered.byScore.length);
    put('truths', ordered.truths, ordered.truths.length);
  }
  put('foundClass', ordered?.detectionClass ?? detections.category, detections.count);
  put('truthClass', truthClass, truths.count);
  putColumns('found', detections);
  putColumns('truth', truths);
  put('score', detections.score, detections.count);
  put('isCrowd', truths.isCrowd, truths.count);
  put('isIgnored', truths.isIgnored, truths.count);
  doubles(
    'limits',
    iouThresholds.map((t) => Math.min(t, 1 - 1e-10)),
  );
  doubles(
    'areaFrom',
    areas.map((area) => area.from),
  );
  doubles(
    'areaTo',
    areas.map((area) => area.to),
  );
  doubles('maxDets', maxDets);
  doubles('recalls', recallThresholds);

  if (ordered === undefined) kernel.order(images.length, classes);
  kernel.match(classFrom, classTo);
  const cells = areas.length * maxDets.length * iouThresholds.length;
  const points = cells * recallThresholds.length;
  const precision = new Float64Array(buffer, kernel.precisionOut.value, points);
  const scores = new Float64Array(buffer, kernel.scoreOut.value, points);
  const recall = new Float64Array(buffer, kernel.recallOut.value, cells);
  for (let k = classFrom; k < classTo; k++) {
    kernel.accumulate(k);
    arrays.precision.set(precision, k * points);
    arrays.scores.set(scores, k * points);
    arrays.recall.set(recall, k * cells);
  }

  function putColumns(name: 'found' | 'truth', { count, image, area, box, masks }: AnnotationColumns): void {
    put(`${name}Image`, image, count);
    put(`${name}Area`, area, count);
    if (!hasMasks || masks === undefined) {
      put(`${name}Box`, box, 4 * count);
      return;
    }
    put(`${name}MaskArea`, masks.area, count);
    put(`${name}Bounds`, masks.bounds, 4 * count);
    put(`${name}Height`, masks.height, count);
    put(`${name}Width`, masks.width, count);
  }
}

/** How often the most frequent of the numbers below `keys` occurs; -1 does not count. */
function largestCount(key: Int32Array, count: number, keys: number): number {
  const counts = new Int32Array(keys);
  let most = 0;
  for (let row = 0; row < count; row++) {
    if (key[row] >= 0 && ++counts[key[row]] > most) most = counts[key[row]];
  }
  return most;
}
