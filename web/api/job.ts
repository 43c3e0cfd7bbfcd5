export interface Job {
  id: string;
  kind: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  progress: { done: number; total: number };
  /** What was asked for: the format, whether it is a dry run, … */
  asked: Record<string, string | number | boolean>;
  result?: Record<string, unknown>;
  error?: { code: string; message: string };
  /** What is missing although the job went on. */
  warnings?: string[];
  createdBy: string;
  createdAt: string;
  finishedAt?: string;
}

export const isGoing = (job: Job): boolean => job.status === 'queued' || job.status === 'running';
