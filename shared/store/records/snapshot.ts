import * as z from 'zod';
import { SnapshotFilter } from '../../jobs/snapshot-filter.ts';

/** A named, frozen set of label revisions. `sealed` once its manifest is written; it never changes afterwards. */
export const Snapshot = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  /** What somebody wants to remember about it. */
  note: z.string().optional(),
  /** Which of the project's images it takes; left out: all. */
  filter: SnapshotFilter.optional(),
  status: z.enum(['freezing', 'sealed', 'failed']),
  jobId: z.string().optional(),
  splits: z.record(z.string(), z.number()).default({}),
  counts: z.record(z.string(), z.number()).default({}),
  /** Of the manifest: the content address. */
  sha256: z.string().optional(),
  manifestKey: z.string().optional(),
  ontologyId: z.string(),
  ontologyRevision: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
  sealedAt: z.string().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;
