export interface Job {
  id: string;
  kind: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  progress: { done: number; total: number };
  input?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: string; message: string };
  createdBy: string;
  createdAt: string;
}
