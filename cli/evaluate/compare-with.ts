import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import type { CocoGroundTruth } from '../../shared/evaluation/coco-ground-truth.ts';
import type { CocoParameters } from '../../shared/evaluation/coco-parameters.ts';
import { compareImages } from '../../shared/evaluation/detection-details.ts';
import type { EvaluationReport } from '../../shared/evaluation/evaluation-report.ts';
import type { Detections } from '../../shared/evaluation/read-detections.ts';
import { readReport } from './read-report.ts';

export interface Comparison {
  other: string;
  stats: { label: string; value: number; other: number; difference: number }[];
  perClass: { name: string; ap: number; other: number; difference: number }[];
  /** Permutation test on the F1 of each image; only against detections, which a report no longer holds. */
  pairedF1?: { difference: number; pValue: number };
  lines: string[];
}

/** Compares with other detections of the same ground truth, or with a report written earlier. */
export function compareWith(
  source: ByteSource,
  report: EvaluationReport,
  evaluateOther: (source: ByteSource) => { report: EvaluationReport; detections: Detections },
  context: { groundTruth: CocoGroundTruth; detections: Detections; parameters: CocoParameters },
): Comparison {
  const evaluated = isList(source) ? evaluateOther(source) : undefined;
  const other = evaluated?.report ?? readReport(source, report.iouType);
  const pairedF1 =
    evaluated &&
    compareImages(
      context.groundTruth,
      evaluated.detections.columns,
      context.detections.columns,
      context.parameters,
    );
  const stats = report.summary.map(({ label, value }, i) => ({
    label,
    value,
    other: other.stats[i],
    difference: value - other.stats[i],
  }));
  const otherAp = new Map(other.perClass.map((one) => [one.name, one.ap]));
  const perClass = report.perClass.map(({ name, ap }) => {
    const before = otherAp.get(name) ?? -1;
    return { name, ap, other: before, difference: ap < 0 || before < 0 ? 0 : ap - before };
  });
  const lines = stats.map(
    ({ label, value, other, difference }) =>
      `${label} = ${value.toFixed(3)} (${difference < 0 ? '' : '+'}${difference.toFixed(3)} against ${other.toFixed(3)})`,
  );
  if (pairedF1 !== undefined) {
    lines.push(
      ` Mean F1 of an image: ${pairedF1.difference.toFixed(4)} more, p = ${pairedF1.pValue.toFixed(4)}`,
    );
  }
  return { other: source.name, stats, perClass, pairedF1, lines };
}

/** Detections are a list; a report is an object. */
function isList(source: ByteSource): boolean {
  const head = new Uint8Array(4096);
  const length = source.open()(head);
  return new TextDecoder().decode(head.subarray(0, length)).trimStart().startsWith('[');
}
