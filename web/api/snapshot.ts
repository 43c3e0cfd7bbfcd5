import type { SnapshotFilter } from '../../shared/jobs/snapshot-filter.ts';

export interface Snapshot {
  id: string;
  projectId: string;
  name: string;
  note?: string;
  filter?: SnapshotFilter;
  status: 'freezing' | 'sealed' | 'failed';
  jobId?: string;
  counts: Record<string, number>;
  splits: Record<string, number>;
  createdBy: string;
  createdAt: string;
}
