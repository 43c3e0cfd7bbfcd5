import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import { arrayShape, transposeArray, type CocoArrays } from '../../shared/evaluation/coco-arrays.ts';
import type { CocoGroundTruth, ReadNote } from '../../shared/evaluation/coco-ground-truth.ts';
import { cocoParameters, type CocoParameters } from '../../shared/evaluation/coco-parameters.ts';
import { evaluateCoco } from '../../shared/evaluation/evaluate-coco.ts';
import { evaluationReport, type EvaluationReport } from '../../shared/evaluation/evaluation-report.ts';
import { locate } from '../../shared/evaluation/file-problem.ts';
import { encodeNpy } from '../../shared/evaluation/npy.ts';
import { readDetections, type Detections } from '../../shared/evaluation/read-detections.ts';
import { readGroundTruth } from '../../shared/evaluation/read-ground-truth.ts';
import { EXIT } from '../exit-codes.ts';
import type { EvaluateOptions } from './evaluate-options.ts';
import { evaluateInThreads } from './evaluate-in-threads.ts';
import type { EarlierReport } from './read-report.ts';

/** What the command needs from outside. */
export interface EvaluateDeps {
  source: (path: string) => ByteSource;
  write: (path: string, content: string | Uint8Array) => void;
  /** Standard output and standard error, a line each. */
  print: (line: string) => void;
  warn: (line: string) => void;
  progress: (label: string, done: number, total: number) => void;
}

/** Evaluates, writes what was asked for and returns the exit code: 0, or 1 when a gate failed. */
export async function runEvaluate(options: EvaluateOptions, deps: EvaluateDeps): Promise<number> {
  // First of all: `--json` may write to the same file, and a wrong one should not cost an evaluation.
  const base = await readBase(options, deps);
  const truthSource = deps.source(options.groundTruth);
  const detectionSource = deps.source(options.detections);
  const groundTruth = readGroundTruth(truthSource, options.iouType, (done) =>
    deps.progress('ground truth', done, truthSource.size),
  );
  const parameters = parametersOf(options, groundTruth);
  const read = (source: ByteSource): Detections =>
    readDetections(source, groundTruth, options.iouType, (done) =>
      deps.progress('detections', done, source.size),
    );
  const detections = read(detectionSource);
  const notes = [
    ...describeNotes(truthSource, groundTruth.notes),
    ...describeNotes(detectionSource, detections.notes),
  ];
  if (options.strict && notes.length > 0) throw new InvalidInput(notes.join('\n'), { notes });
  const arrays = await evaluateInThreads(groundTruth, detections.columns, parameters, options.threads);
  deps.progress('done', 1, 1);
  const report = evaluationReport(groundTruth, detections, arrays, parameters, notes);
  if (options.details || options.html !== undefined || options.bootstrap > 0) {
    const { detectionDetails } = await import('../../shared/evaluation/detection-details.ts');
    report.details = detectionDetails(groundTruth, detections.columns, parameters, {
      iouThreshold: options.detailIou,
      scoreThreshold: options.score,
      bootstrapRounds: options.bootstrap,
    });
  }
  if (options.arrays !== undefined) writeArrays(options.arrays, arrays);
  let output: EvaluationReport & { comparison?: unknown } = report;
  if (options.compare !== undefined) {
    const { compareWith } = await import('./compare-with.ts');
    const evaluateOther = (source: ByteSource): { report: EvaluationReport; detections: Detections } => {
      const other = read(source);
      const otherArrays = evaluateCoco(groundTruth, other.columns, parameters);
      return {
        report: evaluationReport(groundTruth, other, otherArrays, parameters, []),
        detections: other,
      };
    };
    const comparison = compareWith(deps.source(options.compare), report, evaluateOther, {
      groundTruth,
      detections,
      parameters,
    });
    output = { ...report, comparison };
    if (options.json !== '-') for (const line of comparison.lines) deps.print(line);
  }
  if (options.html !== undefined) {
    const { htmlReport } = await import('./html-report.ts');
    deps.write(options.html, htmlReport(report, arrays, parameters));
  }
  if (options.json === '-') deps.print(JSON.stringify(output));
  else {
    if (options.json !== undefined) deps.write(options.json, JSON.stringify(output, null, 1) + '\n');
    for (const { label, value } of report.summary) deps.print(`${label} = ${value.toFixed(3)}`);
  }
  for (const note of notes) deps.warn(`note: ${note}`);
  if (options.html !== undefined) deps.warn(`Report: ${options.html}`);
  return gate(report, base, options, deps);
}

async function readBase(
  { worseThan, iouType }: EvaluateOptions,
  deps: EvaluateDeps,
): Promise<EarlierReport | undefined> {
  if (worseThan === undefined) return undefined;
  const { readReport } = await import('./read-report.ts');
  return readReport(deps.source(worseThan), iouType);
}

function parametersOf(options: EvaluateOptions, groundTruth: CocoGroundTruth): CocoParameters {
  const { iouType, maxDets, iouThresholds, areas, sigmas } = options;
  const categoryIds = options.categories?.map((wanted) => {
    const found = groundTruth.categories.find(({ id, name }) => String(id) === wanted || name === wanted);
    if (found === undefined) {
      throw new InvalidInput(`--categories: there is no class "${wanted}" in ${options.groundTruth}.`, {
        wanted,
      });
    }
    return found.id;
  });
  const points = sigmas?.length ?? 17;
  const perRow = groundTruth.annotations.keypointsPerRow;
  if (iouType === 'keypoints' && perRow !== points) {
    throw new InvalidInput(
      `The objects have ${perRow} keypoints, but there are ${points} sigmas; give --sigmas.`,
      {
        keypoints: perRow,
        sigmas: points,
      },
    );
  }
  return cocoParameters(iouType, {
    maxDets,
    iouThresholds,
    areas,
    sigmas,
    categoryIds,
    useCategories: options.useCats === '1',
    isFederated: options.federated,
    hasGroups: options.groupOf,
  });
}

function describeNotes(source: ByteSource, notes: readonly ReadNote[]): string[] {
  return notes.map(({ reason, count, offset }) => {
    const { line, column } = locate(source, offset);
    return `${source.name}, line ${line}, column ${column}: ${reason}${count > 1 ? ` (${count} in all)` : ''}`;
  });
}

function writeArrays(folder: string, arrays: CocoArrays): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['precision', 'recall', 'scores'] as const) {
    writeFileSync(
      join(folder, `${name}.npy`),
      encodeNpy(transposeArray(arrays, name), arrayShape(arrays, name)),
    );
  }
}

function gate(
  report: EvaluationReport,
  base: EarlierReport | undefined,
  options: EvaluateOptions,
  deps: EvaluateDeps,
): number {
  const failures: string[] = [];
  const map = report.stats[0];
  if (options.minMap !== undefined && !(map >= options.minMap)) {
    failures.push(`mAP ${map.toFixed(4)} is below the minimum of ${options.minMap}.`);
  }
  if (base !== undefined && map < base.stats[0] - options.tolerance) {
    failures.push(`mAP ${map.toFixed(4)} is worse than ${base.stats[0].toFixed(4)} in ${options.worseThan}.`);
  }
  for (const failure of failures) deps.warn(`gate: ${failure}`);
  return failures.length > 0 ? EXIT.checkFailed : EXIT.done;
}
