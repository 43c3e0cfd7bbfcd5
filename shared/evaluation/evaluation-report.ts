import type { CocoArrays } from './coco-arrays.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import type { CocoParameters, IouType } from './coco-parameters.ts';
import type { DetectionDetails } from './detection-details.ts';
import type { Id } from './id-table.ts';
import type { Detections } from './read-detections.ts';
import { meanOf, summarizeArrays } from './summarize-arrays.ts';

/** One class of a report; numbers are -1 where there is nothing to average. */
export interface ClassReport {
  id: Id;
  name: string;
  truths: number;
  detections: number;
  ap: number;
  ap50: number;
  ap75: number;
  ar: number;
  /** AP by size of the object: `small`, `medium`, `large` or whatever areas were asked for. */
  apByArea: Record<string, number>;
}

/** What `lapidary evaluate --json` writes. */
export interface EvaluationReport {
  /** COCO's 12 numbers, or 10 for keypoints. */
  stats: number[];
  summary: { label: string; value: number }[];
  perClass: ClassReport[];
  iouType: IouType;
  counts: { images: number; categories: number; groundTruths: number; detections: number };
  parameters: {
    iouThresholds: number[];
    maxDets: number[];
    areas: { name: string; from: number; to: number }[];
    useCats: 0 | 1;
  };
  notes: string[];
  details?: DetectionDetails;
}

/** Reads the summary and the classes out of the arrays. */
export function evaluationReport(
  groundTruth: CocoGroundTruth,
  detections: Detections,
  arrays: CocoArrays,
  parameters: CocoParameters,
  notes: string[],
): EvaluationReport {
  const summary = summarizeArrays(arrays, parameters).map(({ label, value }) => ({ label, value }));
  const { iouThresholds, maxDets, areas, useCategories } = parameters;
  return {
    stats: summary.map((line) => line.value),
    summary,
    perClass: classReports(groundTruth, detections, arrays, parameters),
    iouType: parameters.iouType,
    counts: {
      images: groundTruth.images.length,
      categories: groundTruth.categories.length,
      groundTruths: groundTruth.annotations.count,
      detections: detections.columns.count,
    },
    parameters: { iouThresholds, maxDets, areas, useCats: useCategories ? 1 : 0 },
    notes,
  };
}

function classReports(
  groundTruth: CocoGroundTruth,
  detections: Detections,
  arrays: CocoArrays,
  parameters: CocoParameters,
): ClassReport[] {
  const { categories, annotations, ids } = groundTruth;
  const truthCount = countBy(annotations.category, annotations.count, categories.length);
  const detectionCount = countBy(detections.columns.category, detections.columns.count, categories.length);
  const wanted = parameters.categoryIds && new Set(parameters.categoryIds.map((id) => ids.codeOf(id)));
  const maxDets = parameters.maxDets.at(-1);
  const judged = [...categories.keys()].filter(
    (index) => wanted === undefined || wanted.has(ids.codeOf(categories[index].id)),
  );
  if (!parameters.useCategories) {
    const sum = (values: Int32Array): number => judged.reduce((total, index) => total + values[index], 0);
    return [
      {
        id: 'all',
        name: 'all classes',
        truths: sum(truthCount),
        detections: sum(detectionCount),
        ...numbersOf(0),
      },
    ];
  }
  return judged.map((index, classIndex) => ({
    id: categories[index].id,
    name: categories[index].name,
    truths: truthCount[index],
    detections: detectionCount[index],
    ...numbersOf(classIndex),
  }));

  function numbersOf(classIndex: number): Pick<ClassReport, 'ap' | 'ap50' | 'ap75' | 'ar' | 'apByArea'> {
    const precision = (threshold?: number, area?: string): number =>
      meanOf(arrays, parameters, { of: 'precision', threshold, area, maxDets, classIndex });
    return {
      ap: precision(),
      ap50: precision(0.5),
      ap75: precision(0.75),
      ar: meanOf(arrays, parameters, { of: 'recall', maxDets, classIndex }),
      apByArea: Object.fromEntries(
        parameters.areas
          .filter(({ name }) => name !== 'all')
          .map(({ name }) => [name, precision(undefined, name)] as const),
      ),
    };
  }
}

function countBy(key: Int32Array, count: number, buckets: number): Int32Array {
  const counts = new Int32Array(buckets);
  for (let row = 0; row < count; row++) counts[key[row]]++;
  return counts;
}
