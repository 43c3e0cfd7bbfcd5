import type { CurationPlan } from '../../shared/curation/curation-plan.ts';

export interface Project {
  id: string;
  name: string;
  description?: string;
  rejectionReasons: string[];
  /** Embeddings of new images are computed as they arrive. */
  embedsImages?: boolean;
  datasetIds: string[];
  ontologyId: string;
  workflowId: string;
  /** New tasks start on it. */
  workflowRevision: number;
  status: 'active' | 'paused';
  role?: string;
  curation?: CurationPlan;
  /** Kept looks at the images. */
  views?: { name: string; state: Record<string, unknown> }[];
  createdAt: string;
}

/** How many tasks wait in each stage, by task status. */
export interface StageCounts {
  stages: Record<string, Record<string, number>>;
}
