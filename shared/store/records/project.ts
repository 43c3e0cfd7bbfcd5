import * as z from 'zod';
import { CurationPlan } from '../../curation/curation-plan.ts';

export const ProjectStatus = z.enum(['active', 'paused']);
export type ProjectStatus = z.infer<typeof ProjectStatus>;

/** Datasets, one ontology, one workflow and members. New tasks start on `workflowRevision`. */
export const Project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  datasetIds: z.array(z.string()),
  ontologyId: z.string(),
  workflowId: z.string(),
  workflowRevision: z.number(),
  status: ProjectStatus.default('active'),
  /** Offered to reviewers; they may always write their own. */
  rejectionReasons: z.array(z.string()).default([]),
  /** Embeddings of new images are computed as they arrive, so that the first click is quick. */
  embedsImages: z.boolean().optional(),
  /** How it looks at its images by itself; missing: it does not. */
  curation: CurationPlan.optional(),
  /** Looks at its images that somebody kept: filters, thresholds and grouping, as the explorer understands them. */
  views: z.array(z.object({ name: z.string(), state: z.record(z.string(), z.unknown()) })).optional(),
  /** Counts the changes of this record; the ETag. */
  revision: z.number().default(1),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Project = z.infer<typeof Project>;
