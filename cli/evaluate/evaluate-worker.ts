import { parentPort, workerData } from 'node:worker_threads';
import { evaluateCoco } from '../../shared/evaluation/evaluate-coco.ts';
import type { WorkerTask } from './evaluate-in-threads.ts';

/** Evaluates the classes from `first` on and sends their arrays back without a copy. */
const { groundTruth, detections, parameters, first, classes } = workerData as WorkerTask;
const arrays = evaluateCoco(groundTruth, detections, parameters, { from: first, to: classes });
parentPort!.postMessage(arrays, [
  arrays.precision.buffer,
  arrays.scores.buffer,
  arrays.recall.buffer,
] as ArrayBuffer[]);
