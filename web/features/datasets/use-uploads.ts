import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeyedFile } from './dropped-files.ts';
import { putFile } from './put-file.ts';

export interface UploadItem extends KeyedFile {
  status: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  sent: number;
  problem?: string;
}

export interface Uploads {
  items: UploadItem[];
  isBusy: boolean;
  add: (files: KeyedFile[]) => void;
  cancel: () => void;
  retry: () => void;
  clear: () => void;
}

const AT_ONCE = 4;

/** A queue of uploads into one dataset: four at once, progress, cancel, and another try for what failed. */
export function useUploads(datasetId: string): Uploads {
  const client = useQueryClient();
  const queue = useRef<UploadItem[]>([]);
  const running = useRef(0);
  const abort = useRef(new AbortController());
  const [items, setItems] = useState<UploadItem[]>([]);
  const frame = useRef(0);

  // Progress events come by the hundred; the list is shown once per frame.
  const publish = useCallback(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      setItems([...queue.current]);
    });
  }, []);

  const pump = useCallback(() => {
    while (running.current < AT_ONCE) {
      const item = queue.current.find(({ status }) => status === 'waiting');
      if (item === undefined) break;
      item.status = 'sending';
      running.current++;
      const progress = (bytes: number) => {
        item.sent = bytes;
        publish();
      };
      putFile(datasetId, item, progress, abort.current.signal)
        .then(
          () => {
            item.status = 'done';
            item.sent = item.file.size;
          },
          (error: unknown) => {
            item.status = abort.current.signal.aborted ? 'cancelled' : 'failed';
            item.problem = error instanceof Error ? error.message : String(error);
          },
        )
        .finally(() => {
          running.current--;
          if (running.current === 0) void client.invalidateQueries({ queryKey: ['assets'] });
          publish();
          pump();
        });
    }
    publish();
  }, [client, datasetId, publish]);

  useEffect(() => () => abort.current.abort(), []);

  const add = (files: KeyedFile[]) => {
    if (abort.current.signal.aborted) abort.current = new AbortController();
    queue.current.push(...files.map((file) => ({ ...file, status: 'waiting' as const, sent: 0 })));
    pump();
  };
  const cancel = () => {
    for (const item of queue.current) if (item.status === 'waiting') item.status = 'cancelled';
    abort.current.abort();
    publish();
  };
  const retry = () => {
    abort.current = new AbortController();
    for (const item of queue.current) {
      if (item.status === 'failed' || item.status === 'cancelled') {
        item.status = 'waiting';
        item.problem = undefined;
      }
    }
    pump();
  };
  const clear = () => {
    queue.current = [];
    publish();
  };
  const isBusy = items.some(({ status }) => status === 'waiting' || status === 'sending');
  return { items, isBusy, add, cancel, retry, clear };
}
