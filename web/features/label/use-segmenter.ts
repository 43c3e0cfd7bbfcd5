import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Rle } from '../../../shared/geometry/rle.ts';
import { request } from '../../api/request.ts';
import type { Task } from '../../api/task.ts';
import type { Editor } from '../../editor/editor.ts';
import { embeddingQuery } from './label-queries.ts';

interface Model {
  id: string;
}

/** Connects the editor with the model on the server; false where no model is set up. */
export function useSegmenter(editor: Editor | undefined, task: Task): boolean {
  const client = useQueryClient();
  const { data: models } = useQuery({
    queryKey: ['models'],
    queryFn: () => request<{ items: Model[] }>('GET', 'models'),
    staleTime: 60_000,
  });
  const hasModel = models !== undefined && models.items.length > 0;
  useEffect(() => {
    if (editor === undefined || !hasModel) return;
    editor.setSegmenter({
      prepare: async () => {
        await client.fetchQuery(embeddingQuery(task.id));
      },
      segment: (prompt, signal) =>
        request<{ mask: Rle; score: number }>('POST', `tasks/${task.id}/segment`, { body: prompt, signal }),
    });
    return () => editor.setSegmenter(undefined);
  }, [editor, hasModel, client, task.id]);
  return hasModel;
}
