import { instantiateKernel } from '../curation/wasm/instantiate-kernel.ts';
import { reserveMemory } from '../curation/wasm/reserve-memory.ts';
import { intersectRuns } from '../geometry/rle-operations.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoArrays } from './coco-arrays.ts';
import type { CocoParameters } from './coco-parameters.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import { THRESHOLDS_AT_ONCE } from './match-detections.ts';
import { MATCHING_WASM } from './wasm/matching-bytes.ts';

type Column = Float64Array | Int32Array | Uint8Array;
type Kernel = Record<string, WebAssembly.Global<'i32'>> & {
  memory: WebAssembly.Memory;
  place(...sizes: number[]): number;
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

/**
 * Matches and accumulates in WebAssembly what `isPlain` allows: the same bits as `matchDetections` and
 * `accumulateMatches`, without the time that a fresh process needs to warm up for those.
 */
export function evaluatePlain(
  rows: EvaluationRows,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
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
  const { most, stride } = largestGroups(rows, truths);
  const end = kernel.place(
    detections.count,
    rows.byImage.length,
    truths.count,
    rows.truths.length,
    rows.classes,
    areas.length,
    iouThresholds.length,
    maxDets.length,
    recallThresholds.length,
    most,
    stride,
    Number(hasMasks),
  );
  reserveMemory(kernel.memory, end);
  const { buffer } = kernel.memory;
  const put = (name: string, values: Column, length: number): void => {
    const Kind = values.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Column;
    new Kind(buffer, kernel[name].value, length).set(values.subarray(0, length));
  };
  const doubles = (name: string, values: readonly number[]): void =>
    put(name, Float64Array.from(values), values.length);
  put('byImage', rows.byImage, rows.byImage.length);
  put('byScore', rows.byScore, rows.byScore.length);
  put('truths', rows.truths, rows.truths.length);
  put('foundClass', rows.detectionClass, detections.count);
  put('truthClass', rows.truthClass, truths.count);
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

/** The largest number of ground truths of one class on one image, and of one class. */
function largestGroups(
  { truths, truthClass, classes }: EvaluationRows,
  { image }: AnnotationColumns,
): { most: number; stride: number } {
  const ofClass = new Int32Array(classes);
  let most = 0;
  let run = 0;
  let stride = 0;
  for (let i = 0; i < truths.length; i++) {
    const row = truths[i];
    const before = truths[i - 1];
    const isSame = i > 0 && image[before] === image[row] && truthClass[before] === truthClass[row];
    run = isSame ? run + 1 : 1;
    if (run > most) most = run;
    if (++ofClass[truthClass[row]] > stride) stride = ofClass[truthClass[row]];
  }
  return { most, stride };
}
