import { queryClient } from '../../query-client.ts';
import { findArrived } from './find-arrived.ts';
import { interruptedUploads } from './interrupted-uploads.ts';
import { putFile } from './put-file.ts';
import { sendWithRetries } from './send-with-retries.ts';
import { UploadQueue } from './upload-queue.ts';

const queues = new Map<string, UploadQueue>();
const listeners = new Set<() => void>();
let shown: readonly [string, UploadQueue][] = [];

/** Leaving the page would end what is still on its way: the browser asks first. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if ([...queues.values()].some(({ isBusy }) => isBusy)) event.preventDefault();
}

function newQueue(datasetId: string): UploadQueue {
  const queue = new UploadQueue({
    findArrived: (files, signal) => findArrived(datasetId, files, signal),
    send: (file, onProgress, signal) =>
      sendWithRetries(() => putFile(datasetId, file, onProgress, signal), signal),
    onChange: () => void queryClient.invalidateQueries({ queryKey: ['assets'] }),
  });
  queue.subscribe(() => {
    interruptedUploads.remember(datasetId, queue.getBatches());
    shown = [...queues].filter(([, one]) => one.getBatches().length > 0);
    for (const listener of listeners) listener();
  });
  return queue;
}

/** The uploads of all datasets; they go on while a person looks at other pages. */
export const uploadRegistry = {
  queueOf(datasetId: string): UploadQueue {
    if (queues.size === 0) addEventListener('beforeunload', askBeforeLeaving);
    const known = queues.get(datasetId);
    if (known !== undefined) return known;
    const queue = newQueue(datasetId);
    queues.set(datasetId, queue);
    return queue;
  },

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** Queues that have something to show, by dataset; the same array until something changes. */
  getShown: () => shown,
};
