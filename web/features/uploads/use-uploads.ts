import { useSyncExternalStore } from 'react';
import type { KeyedFile } from './dropped-files.ts';
import { uploadRegistry } from './upload-registry.ts';

/** The uploads into one dataset. */
export function useUploads(datasetId: string) {
  const queue = uploadRegistry.queueOf(datasetId);
  useSyncExternalStore(queue.subscribe, queue.getBatches);
  return { isBusy: queue.isBusy, add: (files: readonly KeyedFile[]) => void queue.add(files) };
}
