export interface Dataset {
  id: string;
  name: string;
  description?: string;
  createdAt: string;
  counts?: { ready?: number; quarantined?: number; removed?: number };
}
