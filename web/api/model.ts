import type { Job } from './job.ts';

export interface PromptScores {
  boxIou: number;
  clickIou: number;
}

/** A registered model. */
export interface Model {
  id: string;
  name: string;
  kind: 'segmenter' | 'detector' | 'embedder' | 'endpoint';
  licence: string;
  parentId?: string;
  tuning?: {
    projectId: string;
    snapshotId: string;
    jobId: string;
    createdAt: string;
    images: number;
    before: PromptScores;
    after: PromptScores;
    original?: { before: PromptScores; after: PromptScores };
  };
}

export interface ModelInUse {
  projectId: string;
  modelId: string;
  choices: { modelId: string; by: string; at: string }[];
}

export interface TrainingEpoch extends PromptScores {
  epoch: number;
  loss: number;
}

/** A held-out object: its outline, and what the base and the tuned model make of its box. Masks are COCO's runs. */
export interface TrainingSample {
  assetId: string;
  taskId: string;
  width: number;
  height: number;
  box: { x: number; y: number; width: number; height: number };
  truth: string;
  before: { mask: string; iou: number };
  after: { mask: string; iou: number };
  imageUrl: string;
}

/** A model that can be fetched from elsewhere. */
export interface ModelPull {
  id: string;
  name: string;
  licence: string;
  summary: string;
  status: 'absent' | 'pulling' | 'failed' | 'here';
  file?: string;
  /** Bytes. */
  done?: number;
  total?: number;
  reason?: string;
}

/** The result of a training that ended. */
export interface TrainingOutcome {
  isPromoted: boolean;
  /** That were learned from. */
  images: number;
  /** Held out, and scored. */
  objects: number;
  before: PromptScores;
  after: PromptScores;
  /** The same on scenes of the kind that the base was made for. */
  original?: { before: PromptScores; after: PromptScores };
}

export interface FineTune {
  job: Job;
  baseModelId: string;
  modelId: string;
  plannedEpochs: number;
  epochs: TrainingEpoch[];
  samples: TrainingSample[];
}
