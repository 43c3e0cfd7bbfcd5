import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';
import type { BrowserDecoder } from '../../../editor/segmenting/browser-decoder.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { SegmentedObject } from '../../../editor/segmenting/segment-assistant.ts';
import { browserDecoderFor } from './browser-segmenter.ts';
import { embeddingQuery } from '../label-queries.ts';

interface Model {
  id: string;
  kind: string;
}

/**
 * Connects the editor with the model: the server reads the image once, then clicks are answered in the browser; by the
 * server until the browser is ready, and wherever it cannot. False where no model is set up.
 */
export function useSegmenter(editor: Editor | undefined, task: Task): boolean {
  const client = useQueryClient();
  const { data: models } = useQuery({
    queryKey: ['models'],
    queryFn: () => request<{ items: Model[] }>('GET', 'models'),
    staleTime: 60_000,
  });
  const hasModel = models?.items.some(({ kind }) => kind === 'segmenter') ?? false;
  useEffect(() => {
    if (editor === undefined) return;
    if (!hasModel) {
      editor.setSegmenter(undefined);
      return;
    }
    let isOver = false;
    let local: BrowserDecoder | undefined;
    editor.setSegmenter({
      prepare: async () => {
        await client.fetchQuery(embeddingQuery(task.id));
        void browserDecoderFor(client, task.id).then((ready) => {
          if (!isOver) local = ready;
        });
      },
      segment: async (prompt, signal) => {
        if (local !== undefined) {
          try {
            const found = await local.segment(prompt);
            editor.segmentedBy.set('browser');
            return found;
          } catch {
            local = undefined;
          }
        }
        const found = await request<SegmentedObject>('POST', `tasks/${task.id}/segment`, {
          body: prompt,
          signal,
        });
        editor.segmentedBy.set('server');
        return found;
      },
      everything: async (signal) => {
        const body = {};
        const path = `tasks/${task.id}/segment-everything`;
        return (await request<{ items: SegmentedObject[] }>('POST', path, { body, signal })).items;
      },
    });
    return () => {
      isOver = true;
    };
  }, [editor, hasModel, client, task.id]);
  return hasModel;
}
