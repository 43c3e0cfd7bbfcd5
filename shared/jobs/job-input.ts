import * as z from 'zod';
import { TrainingLoss } from '../models/training.ts';
import { ChosenThresholds } from '../curation/curation-plan.ts';
import { BUILT_IN_EMBEDDING, EmbeddingName } from '../curation/embedding-name.ts';
import { SnapshotFilter } from './snapshot-filter.ts';
import { SelectionRule } from '../curation/selection/selection-rule.ts';

/** Which tasks a snapshot or an export takes: those that came through the workflow, or every task with labels. */
export const TaskSelection = z.enum(['completed', 'labelled']);
export type TaskSelection = z.infer<typeof TaskSelection>;

export const CreateProjectTasksInput = z.object({ projectId: z.string() });

export const FreezeSnapshotInput = z.object({
  projectId: z.string(),
  snapshotId: z.string(),
  include: TaskSelection,
  filter: SnapshotFilter.optional(),
  /** Shares that sum to 1. */
  splits: z.object({ train: z.number(), val: z.number(), test: z.number() }).optional(),
  seed: z.int(),
  /** Every class is shared out alike. Left out: yes. */
  stratify: z.boolean().optional(),
});
export type FreezeSnapshotInput = z.infer<typeof FreezeSnapshotInput>;

/** What becomes of the labels that an image has already when others are imported for it. */
export const ExistingLabels = z.enum(['keep', 'replace', 'add']);
export type ExistingLabels = z.infer<typeof ExistingLabels>;

export const ImportLabelsInput = z.object({
  projectId: z.string(),
  uploadId: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number() })),
  format: z.string().optional(),
  settings: z.record(z.string(), z.string()).default({}),
  existing: ExistingLabels,
  addClasses: z.boolean(),
  /** Only say what would happen: nothing is saved. */
  dryRun: z.boolean().default(false),
});
export type ImportLabelsInput = z.infer<typeof ImportLabelsInput>;

export const RestoreSnapshotInput = z.object({ projectId: z.string(), snapshotId: z.string() });
export type RestoreSnapshotInput = z.infer<typeof RestoreSnapshotInput>;

/** Images beside the labels: none, the files, or a table of signed links to them. */
export const ExportedImages = z.enum(['none', 'files', 'links']);
export type ExportedImages = z.infer<typeof ExportedImages>;

/** One file or a ZIP to download; or all files as they are, under one prefix of the bucket. */
export const ExportPacking = z.enum(['zip', 'folder']);
export type ExportPacking = z.infer<typeof ExportPacking>;

export const ExportLabelsInput = z.object({
  projectId: z.string(),
  /** Left out: the project's labels as they are now. */
  snapshotId: z.string().optional(),
  include: TaskSelection,
  format: z.string(),
  settings: z.record(z.string(), z.string()).default({}),
  images: ExportedImages.default('none'),
  packing: ExportPacking.default('zip'),
  /** The name of the place that the files go to, each as it is; left out: our own bucket. */
  destination: z.string().optional(),
  /** Only say what would be written and what would be left out: no file is made. */
  dryRun: z.boolean().default(false),
  ontologyId: z.string(),
  ontologyRevision: z.int(),
});
export type ExportLabelsInput = z.infer<typeof ExportLabelsInput>;

export const ImportPredictionsInput = z.object({ projectId: z.string(), predictionSetId: z.string() });
export type ImportPredictionsInput = z.infer<typeof ImportPredictionsInput>;

export const EvaluateInput = z.object({
  projectId: z.string(),
  predictionSetId: z.string(),
  /** The model that makes the predictions; left out: the prediction set holds them already. */
  modelId: z.string().optional(),
  /** Left out: the project's labels as they are now. */
  snapshotId: z.string().optional(),
  /** Only this split of the snapshot. */
  split: z.enum(['train', 'val', 'test']).optional(),
  iouType: z.enum(['bbox', 'segm']),
  /** The gate: the mean average precision that must be reached. */
  minMap: z.number().optional(),
  ontologyId: z.string(),
  ontologyRevision: z.int(),
});
export type EvaluateInput = z.infer<typeof EvaluateInput>;

export const CurateInput = z.object({
  projectId: z.string(),
  thresholds: ChosenThresholds.default({}),
  /** The rule: so many of the best images are kept at the front of the queue. */
  selection: SelectionRule.optional(),
  /** What images are compared by. */
  embedding: EmbeddingName.default(BUILT_IN_EMBEDDING),
  /** Begun by the clock. */
  isScheduled: z.boolean().default(false),
});
export type CurateInput = z.infer<typeof CurateInput>;

export const OutlineBoxesInput = z.object({
  projectId: z.string(),
  modelId: z.string(),
  /** Only boxes of this class; left out: every box of a class that is drawn as an outline by now. */
  classId: z.string().optional(),
  /** The class that the outlines get; left out: they keep theirs. */
  toClassId: z.string().optional(),
  /** Pixels by which a polygon may stray from its mask. */
  polygonTolerance: z.number(),
});
export type OutlineBoxesInput = z.infer<typeof OutlineBoxesInput>;

export const EmbedImagesInput = z.object({ projectId: z.string(), modelId: z.string() });
export type EmbedImagesInput = z.infer<typeof EmbedImagesInput>;

/** Freezes a snapshot first, so it holds what that needs as well. */
export const FineTuneInput = FreezeSnapshotInput.extend({
  /** Of the model that is made. */
  modelId: z.string(),
  baseModelId: z.string(),
  epochs: z.int(),
  loss: TrainingLoss,
});
export type FineTuneInput = z.infer<typeof FineTuneInput>;

/** What every step of a job's machine is told; the rest stands in the job's record. */
export const JobStep = z.object({ jobId: z.string() });
export type JobStep = z.infer<typeof JobStep>;

export const ShardStep = JobStep.extend({ shard: z.int().min(0).max(15) });
export type ShardStep = z.infer<typeof ShardStep>;

/** What a shard leaves behind: `items` are counted as progress. */
export const ShardResult = z.object({ shard: z.int(), items: z.int() }).catchall(z.number());
export type ShardResult = z.infer<typeof ShardResult>;
