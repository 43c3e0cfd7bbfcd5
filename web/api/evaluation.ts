export interface Evaluation {
  id: string;
  projectId: string;
  predictionSetId: string;
  predictionSetName: string;
  model: string;
  snapshotId?: string;
  split?: 'train' | 'val' | 'test';
  iouType: 'bbox' | 'segm';
  classes: string[];
  counts: { images: number; truths: number; predictions: number };
  /** COCO's 12 numbers. */
  stats: number[];
  bestBefore?: { id: string; name: string; map: number };
  gate?: { minMap: number; isPassed: boolean };
  createdBy: string;
  createdAt: string;
}

/** With links that work for 15 minutes. */
export interface EvaluationDetail extends Evaluation {
  reportUrl: string;
  tables: { images: string; predictions: string; truths: string };
}
