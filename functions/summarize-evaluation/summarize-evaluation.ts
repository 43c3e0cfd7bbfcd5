import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded } from '../../shared/errors.ts';
import { cocoParameters } from '../../shared/evaluation/coco-parameters.ts';
import { detectionDetails } from '../../shared/evaluation/detection-details.ts';
import { evaluateCoco } from '../../shared/evaluation/evaluate-coco.ts';
import { evaluationReport } from '../../shared/evaluation/evaluation-report.ts';
import { matchTables } from '../../shared/evaluation/match-tables.ts';
import { rowsToColumns } from '../../shared/evaluation/rows-to-columns.ts';
import { classNames } from '../../shared/formats/class-names.ts';
import { EvaluateInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { EvaluationStore } from '../../shared/store/evaluation-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import { bestBefore } from './best-before.ts';
import { deleteParts, readParts } from './stored-parts.ts';

export const SummarizedEvaluation = z.object({ jobId: z.string(), map: z.number() });
export type SummarizedEvaluation = z.infer<typeof SummarizedEvaluation>;

export interface SummarizeEvaluationDeps {
  jobs: Pick<JobStore, 'get' | 'succeed'>;
  evaluations: Pick<EvaluationStore, 'create' | 'list'>;
  predictionSets: Pick<PredictionSetStore, 'get' | 'seal'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  audit: Pick<AuditStore, 'record'>;
  blobs: Blobs;
}

const BOOTSTRAP_ROUNDS = 200;
/** Resampling costs rounds × rows; beyond this the intervals are narrow anyway. */
const MOST_ROWS_TO_RESAMPLE = 200_000;

/**
 * The last step of evaluate: puts the matches of the shards together, computes COCO's numbers and what explains them,
 * compares with the best before on the same labels, checks the gate, and registers the result with its lineage.
 */
export async function summarizeEvaluation(
  { jobId }: JobStep,
  deps: SummarizeEvaluationDeps,
): Promise<SummarizedEvaluation> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const input = EvaluateInput.parse(job.input);
  const { iouType, projectId } = input;
  const set = await deps.predictionSets.get(input.predictionSetId);
  const snapshot = input.snapshotId === undefined ? undefined : await deps.snapshots.get(input.snapshotId);
  const { content } = await deps.ontologies.get(input.ontologyId, input.ontologyRevision);
  const classes = classNames(content);

  const rows = await readParts(jobId, deps.blobs);
  if (rows.images.length === 0) {
    throw new InvalidInput('There is no labelled image to compare the predictions with.');
  }
  // So that a score threshold is a position in the table.
  rows.predictions.sort((a, b) => b.score - a.score);
  for (const [name, table] of Object.entries(matchTables(rows, iouType === 'segm'))) {
    await deps.blobs.put(blobKeys.evaluationTable(jobId, name), writeTable(table), {
      contentType: 'application/vnd.apache.parquet',
    });
  }

  const { groundTruth, detections } = rowsToColumns(rows, classes, iouType);
  const parameters = cocoParameters(iouType);
  const arrays = evaluateCoco(groundTruth, detections, parameters);
  const report = evaluationReport(groundTruth, { columns: detections, notes: [] }, arrays, parameters, []);
  const isSmall = detections.count <= MOST_ROWS_TO_RESAMPLE;
  report.details = detectionDetails(groundTruth, detections, parameters, {
    bootstrapRounds: isSmall ? BOOTSTRAP_ROUNDS : 0,
  });
  await deps.blobs.put(blobKeys.evaluationReport(jobId), Buffer.from(JSON.stringify(report)), {
    contentType: 'application/json',
  });

  const map = report.stats[0];
  const best = await bestBefore(input, jobId, deps.evaluations);
  const gate =
    input.minMap === undefined ? undefined : { minMap: input.minMap, isPassed: map >= input.minMap };
  const counts = {
    images: rows.images.length,
    truths: rows.truths.length,
    predictions: rows.predictions.length,
  };
  await deps.evaluations.create({
    id: jobId,
    projectId,
    predictionSetId: set.id,
    predictionSetName: set.name,
    model: set.model,
    ...(snapshot ? { snapshotId: snapshot.id, snapshotSha256: snapshot.sha256 } : {}),
    ...(input.split === undefined ? {} : { split: input.split }),
    iouType,
    ontologyId: input.ontologyId,
    ontologyRevision: input.ontologyRevision,
    classes,
    counts,
    stats: report.stats,
    ...(best ? { bestBefore: best } : {}),
    ...(gate ? { gate } : {}),
    createdBy: job.createdBy,
  });
  if (input.modelId !== undefined) {
    const { images, predictions } = counts;
    await deps.predictionSets.seal(set.id, { images, predictions, problems: 0 });
  }
  await deps.audit.record({
    projectId,
    actor: job.createdBy,
    action: 'evaluation.finished',
    subjectId: jobId,
    details: { predictionSetId: set.id, map, ...(gate ? { gate } : {}) },
  });
  await deps.jobs.succeed(jobId, { evaluationId: jobId, map, ...counts, ...(gate ? { gate } : {}) });
  await deleteParts(jobId, deps.blobs);
  return { jobId, map };
}
