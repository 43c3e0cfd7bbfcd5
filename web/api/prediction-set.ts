export interface PredictionSet {
  id: string;
  projectId: string;
  name: string;
  model: string;
  /** The branch of each task that holds the predictions. */
  branch: string;
  status: 'waiting' | 'ready';
  counts?: { images: number; predictions: number; problems: number };
  createdBy: string;
  createdAt: string;
}
