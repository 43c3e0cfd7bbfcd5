import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { putFile } from './put-file.ts';
import { UploadQueue, type UploadItem } from './upload-queue.ts';

export interface Uploads {
  items: readonly UploadItem[];
  isBusy: boolean;
  queue: UploadQueue;
}

/** The uploads of a page; leaving it cancels what is still on its way. */
export function useUploads(datasetId: string): Uploads {
  const client = useQueryClient();
  const [queue] = useState(
    () =>
      new UploadQueue(
        (file, onProgress, signal) => putFile(datasetId, file, onProgress, signal),
        () => void client.invalidateQueries({ queryKey: ['assets'] }),
      ),
  );
  const items = useSyncExternalStore(queue.subscribe, queue.getItems);
  useEffect(() => () => queue.cancel(), [queue]);
  const isBusy = items.some(({ status }) => status === 'waiting' || status === 'sending');
  return { items, isBusy, queue };
}
