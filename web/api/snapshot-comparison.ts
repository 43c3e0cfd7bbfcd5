interface ChangeCounts {
  added: number;
  removed: number;
  changed: number;
}

export interface SnapshotComparison {
  images: ChangeCounts;
  objects: ChangeCounts;
  /** By class id. */
  classes: Record<string, ChangeCounts>;
  /** Images whose objects were counted; fewer than differ when very many do. */
  countedImages: number;
  /** The first 500 images that differ. */
  items: {
    taskId: string;
    key: string;
    change: 'added' | 'removed' | 'changed';
    differs: ('labels' | 'pixels' | 'split' | 'key')[];
    objectsBefore: number;
    objectsAfter: number;
  }[];
}
