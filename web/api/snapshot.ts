export interface Snapshot {
  id: string;
  projectId: string;
  name: string;
  status: 'freezing' | 'sealed' | 'failed';
  jobId?: string;
  counts: Record<string, number>;
  splits: Record<string, number>;
  createdBy: string;
  createdAt: string;
}
