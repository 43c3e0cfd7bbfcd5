import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type RefObject } from 'react';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';
import { decodePicture } from '../../../editor/drawing/decode-picture.ts';
import { browserImageQuery } from '../segmenting/browser-segmenter.ts';
import { assetQuery, embeddingQuery, imageBlobQuery, labelsAheadQuery } from '../label-queries.ts';
import { pictureShelf } from './picture-shelf.ts';

/** The task at hand comes first; what is next can wait this long. */
const REST_MS = 400;
/** How often it is asked whether the next task is still free. */
const LOOK_AGAIN_MS = 45_000;

/**
 * Loads what the next task will need while this one is worked on: its image (decoded), its labels, and, where smart
 * outlines are in use, the image made ready for them. Returns that task's id, to be asked for by name.
 */
export function useNextTask(task: Task, isMine: boolean): RefObject<string | undefined> {
  const client = useQueryClient();
  const next = useRef<string | undefined>(undefined);
  const { id, projectId, stageId } = task;
  useEffect(() => {
    next.current = undefined;
    if (!isMine) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        if (next.current !== undefined) {
          const before = await request<Task>('GET', `tasks/${next.current}`);
          if (isOver || ['open', 'reopened'].includes(before.status)) return;
        }
        const ahead = await request<Task | undefined>('GET', 'tasks/next', { query: { projectId, stageId } });
        if (isOver || ahead === undefined) return;
        await loadAhead(client, ahead, id);
        if (!isOver) next.current = ahead.id;
      } catch {
        // Without it the next task takes a moment longer; nothing is lost.
      } finally {
        if (!isOver) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
      }
    };
    timer = setTimeout(() => void look(), REST_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, id, projectId, stageId, isMine]);
  return next;
}

async function loadAhead(client: QueryClient, task: Task, currentTaskId: string): Promise<void> {
  if (client.getQueryData(embeddingQuery(currentTaskId).queryKey) !== undefined) {
    void client.prefetchQuery(embeddingQuery(task.id));
    if (client.getQueryData(browserImageQuery(currentTaskId).queryKey) !== undefined)
      void client.prefetchQuery(browserImageQuery(task.id));
  }
  const picture = async () => {
    const asset = await client.fetchQuery({ ...assetQuery(task.assetId), staleTime: 60_000 });
    if (pictureShelf.has(asset.id) || asset.width === undefined || asset.height === undefined) return;
    const blob = await client.fetchQuery(imageBlobQuery(asset.id, asset.imageUrl));
    // A format that this browser cannot read is shown by its thumbnail later.
    const decoded = await decodePicture(blob, { width: asset.width, height: asset.height });
    pictureShelf.put(asset.id, decoded);
  };
  // In a consensus round the branch is one's own only once the slot is taken.
  const labels =
    task.parentTaskId === undefined ? client.prefetchQuery(labelsAheadQuery(task.id)) : undefined;
  await Promise.allSettled([picture(), labels]);
}
