export interface Curation {
  id: string;
  projectId: string;
  images: number;
  /** Images that were new to this run. */
  described: number;
  /** Images by kind of issue. */
  issues: Record<string, number>;
  /** Images without metrics or a vector. */
  unreadable: number;
  clusters: { label: number; size: number; prototypes: string[] }[];
  selected: number;
  prioritised: number;
  before?: { id: string; images: number; issues: Record<string, number> };
  changes?: {
    added: number;
    removed: number;
    /** By kind. */
    found: Record<string, number>;
    gone: Record<string, number>;
    examples: { assetId: string; issues: string[] }[];
  };
  idleStrategies: string[];
  /** The part of the true neighbours that was found, 0–1. */
  neighbourRecall: number;
  /** Tasks that were at the front of the queue before. */
  atFront: number;
  isScheduled: boolean;
  embedding: string;
  createdAt: string;
}

/** With a link that works for 15 minutes. */
export interface CurationDetail extends Curation {
  tableUrl: string;
  clustersUrl?: string;
}

export interface Collection {
  id: string;
  projectId: string;
  name: string;
  assetIds: string[];
  createdAt: string;
}

/** A small model that was taught classes by a few images of each. */
export interface MicroModel {
  /** Share of examples told right by a model that had not seen them. */
  accuracy: number;
  logLoss: number;
  calibratedLogLoss: number;
  /** One per class, each against the rest. */
  roc: { area: number; points: { falsePositiveRate: number; truePositiveRate: number }[] }[];
  /** Every other image; `doubt` in bits. */
  images: { assetId: string; classIndex: number; probability: number; doubt: number }[];
  prelabelled: number;
}
