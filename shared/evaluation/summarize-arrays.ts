import type { CocoArrays } from './coco-arrays.ts';
import type { CocoParameters } from './coco-parameters.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/** Which cells a summary number averages; a name that is not there gives -1, as in pycocotools. */
export interface SummaryQuery {
  of: 'precision' | 'recall';
  threshold?: number;
  area?: string;
  maxDets: number | undefined;
  /** One class instead of all. */
  classIndex?: number;
}

/** A line of the summary: what it says and its number. */
export interface SummaryLine extends SummaryQuery {
  label: string;
  value: number;
}

/** Mean of all cells above -1, added in numpy's order so that the last bit agrees; -1 when there is none. */
export function meanOf(arrays: CocoArrays, parameters: CocoParameters, query: SummaryQuery): number {
  const a = parameters.areas.findIndex((area) => area.name === (query.area ?? 'all'));
  const m = parameters.maxDets.findIndex((limit) => limit === query.maxDets);
  if (a < 0 || m < 0) return -1;
  const { thresholds: T, classes: K, areas: A, limits: M } = arrays;
  const R = query.of === 'recall' ? 1 : arrays.recalls;
  const source = arrays[query.of];
  const cellOf = (k: number): number => ((k * A + a) * M + m) * T * R;
  const [from, to] = query.classIndex === undefined ? [0, K] : [query.classIndex, query.classIndex + 1];
  // A class is absent from an area in all cells or in none.
  const present: number[] = [];
  for (let k = from; k < to; k++) if (source[cellOf(k)] > -1) present.push(k);
  const { threshold } = query;
  const thresholds = [...parameters.iouThresholds.keys()].filter(
    (t) => threshold === undefined || parameters.iouThresholds[t] === threshold,
  );
  const n = present.length * thresholds.length * R;
  // numpy adds in the order T, R, K; the cells lie in the order K, T, R.
  const kept = new Float64Array(n);
  present.forEach((k, index) => {
    thresholds.forEach((t, place) => {
      const cell = cellOf(k) + t * R;
      for (let r = 0; r < R; r++) kept[(place * R + r) * present.length + index] = source[cell + r];
    });
  });
  return n === 0 ? -1 : pairwiseSum(kept, 0, n) / n;
}

/** The 12 numbers of COCO's summary for boxes and masks, or the 10 for keypoints, in their order. */
export function summarizeArrays(arrays: CocoArrays, parameters: CocoParameters): SummaryLine[] {
  const { maxDets, iouType } = parameters;
  const queries: SummaryQuery[] = iouType === 'keypoints' ? keypointQueries() : objectQueries(maxDets);
  return queries.map((query) => ({
    ...query,
    label: labelOf(query, parameters),
    value: meanOf(arrays, parameters, query),
  }));
}

/** The first number always asks for 100 detections, whatever the limits are: pycocotools' default argument. */
function objectQueries(maxDets: readonly number[]): SummaryQuery[] {
  const last = maxDets[2];
  return [
    { of: 'precision', maxDets: 100 },
    { of: 'precision', threshold: 0.5, maxDets: last },
    { of: 'precision', threshold: 0.75, maxDets: last },
    { of: 'precision', area: 'small', maxDets: last },
    { of: 'precision', area: 'medium', maxDets: last },
    { of: 'precision', area: 'large', maxDets: last },
    { of: 'recall', maxDets: maxDets[0] },
    { of: 'recall', maxDets: maxDets[1] },
    { of: 'recall', maxDets: last },
    { of: 'recall', area: 'small', maxDets: last },
    { of: 'recall', area: 'medium', maxDets: last },
    { of: 'recall', area: 'large', maxDets: last },
  ];
}

function keypointQueries(): SummaryQuery[] {
  return (['precision', 'recall'] as const).flatMap((of) => [
    { of, maxDets: 20 },
    { of, threshold: 0.5, maxDets: 20 },
    { of, threshold: 0.75, maxDets: 20 },
    { of, area: 'medium', maxDets: 20 },
    { of, area: 'large', maxDets: 20 },
  ]);
}

/** The line that pycocotools prints, without its number. */
function labelOf(query: SummaryQuery, { iouThresholds }: CocoParameters): string {
  const title = query.of === 'precision' ? 'Average Precision  (AP)' : 'Average Recall     (AR)';
  const iou =
    query.threshold === undefined
      ? `${iouThresholds[0].toFixed(2)}:${iouThresholds.at(-1).toFixed(2)}`
      : query.threshold.toFixed(2);
  const limit = query.maxDets === undefined ? '-' : String(query.maxDets);
  return ` ${title} @[ IoU=${iou.padEnd(9)} | area=${(query.area ?? 'all').padStart(6)} | maxDets=${limit.padStart(3)} ]`;
}
