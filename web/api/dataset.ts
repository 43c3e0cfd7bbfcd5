export interface Dataset {
  id: string;
  name: string;
  description?: string;
  /** The folder or bucket that it mirrors, which is only read; missing when files are uploaded. */
  source?: string;
  createdAt: string;
  counts?: { ready?: number; quarantined?: number; removed?: number };
}
