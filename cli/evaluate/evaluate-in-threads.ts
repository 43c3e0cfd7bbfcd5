import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AnnotationColumns } from '../../shared/evaluation/annotation-columns.ts';
import type { CocoArrays } from '../../shared/evaluation/coco-arrays.ts';
import type { CocoGroundTruth } from '../../shared/evaluation/coco-ground-truth.ts';
import type { CocoParameters } from '../../shared/evaluation/coco-parameters.ts';
import { evaluateCoco } from '../../shared/evaluation/evaluate-coco.ts';
import { joinArrays, splitClasses } from '../../shared/evaluation/split-classes.ts';

/** What the second thread gets; columns lie in shared memory. */
export interface WorkerTask {
  groundTruth: CocoGroundTruth;
  detections: AnnotationColumns;
  parameters: CocoParameters;
  first: number;
  classes: number;
}

/** An estimate: at 430,000 rows a second thread cost more than it gave, for it has to load and warm up the code again. */
const WORTH_A_THREAD = 1_500_000;

/**
 * Evaluates on two threads, split by class, when asked for (`threads` 2) or when the work is worth it (0). Federated
 * ground truth and chosen classes stay on one.
 */
export async function evaluateInThreads(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  parameters: CocoParameters,
  threads: number,
): Promise<CocoArrays> {
  const classes = groundTruth.categories.length;
  const isWorth = detections.count > WORTH_A_THREAD && availableParallelism() > 1;
  const canSplit =
    parameters.useCategories && parameters.categoryIds === undefined && parameters.isFederated !== true;
  const first =
    canSplit && (threads === 2 || (threads === 0 && isWorth)) ? splitClasses(detections, classes) : classes;
  if (first === 0 || first >= classes) return evaluateCoco(groundTruth, detections, parameters);
  const { ids: _, ...plain } = groundTruth;
  const task = {
    groundTruth: {
      ...plain,
      annotations: share(plain.annotations),
      imageIndex: new Map(),
      categoryIndex: new Map(),
    },
    detections: share(detections),
    parameters,
    first,
    classes,
  };
  const worker = new Worker(new URL('./evaluate-worker.ts', import.meta.url), { workerData: task });
  const answer = once(worker, 'message') as Promise<[CocoArrays]>;
  const arrays = evaluateCoco(groundTruth, detections, parameters, { from: 0, to: first });
  const [other] = await answer;
  joinArrays(arrays, other, first);
  return arrays;
}

/** Copies the used part of every column into shared memory, once. */
function share(columns: AnnotationColumns): AnnotationColumns {
  const shared = { ...columns };
  for (const [name, value] of Object.entries(columns)) {
    if (ArrayBuffer.isView(value)) Object.assign(shared, { [name]: toShared(value as Float64Array) });
  }
  if (columns.masks !== undefined) {
    const masks = { ...columns.masks };
    for (const [name, value] of Object.entries(masks)) {
      if (ArrayBuffer.isView(value)) Object.assign(masks, { [name]: toShared(value as Int32Array) });
    }
    shared.masks = masks;
  }
  return shared;
}

function toShared<T extends Float64Array | Int32Array | Uint8Array>(column: T): T {
  const Column = column.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new Column(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}
