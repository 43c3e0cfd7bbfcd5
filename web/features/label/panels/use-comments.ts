import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Comment, CommentAnchor } from '../../../api/comment.ts';
import { request } from '../../../api/request.ts';
import { usePages } from '../../../api/use-pages.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { Pin } from '../../../editor/drawing/pin-overlay.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';

/** A comment and its answers. */
export interface Thread {
  first: Comment;
  answers: Comment[];
  /** As its pin is numbered on the image; undefined where it has none. */
  number?: number;
}

/** The comments of a task; their places are shown as pins on the image. */
export function useComments(editor: Editor | undefined, taskId: string) {
  const client = useQueryClient();
  const path = `tasks/${taskId}/comments`;
  const { items, error } = usePages<Comment>(path, {}, { limit: 200, refetchIntervalMs: 30_000 });
  const threads = useMemo(() => threadsOf(items ?? []), [items]);

  useEffect(() => {
    editor?.pins.set(threads.flatMap(pinOf));
  }, [editor, threads]);

  const refresh = () => client.invalidateQueries({ queryKey: [path] });
  const add = useMutation({
    mutationFn: (comment: { anchor?: CommentAnchor; body: string; threadId?: string }) =>
      request<Comment>('POST', path, { body: comment }),
    onSuccess: refresh,
    onError: (problem) => notifyProblem('The comment could not be kept', problem),
  });
  const resolve = useMutation({
    mutationFn: ({ id, isResolved }: { id: string; isResolved: boolean }) =>
      request('PATCH', `${path}/${id}`, { body: { isResolved } }),
    onSuccess: refresh,
    onError: (problem) => notifyProblem('The comment could not be changed', problem),
  });
  const remove = useMutation({
    mutationFn: (id: string) => request('DELETE', `${path}/${id}`),
    onSuccess: refresh,
    onError: (problem) => notifyProblem('The comment could not be removed', problem),
  });
  return { threads, error, add, resolve, remove };
}

export type Comments = ReturnType<typeof useComments>;

function threadsOf(comments: Comment[]): Thread[] {
  let pins = 0;
  return comments
    .filter(({ threadId }) => threadId === undefined)
    .map((first) => ({
      first,
      answers: comments.filter(({ threadId }) => threadId === first.id),
      number: 'x' in first.anchor ? ++pins : undefined,
    }));
}

function pinOf({ first: { id, anchor, isResolved }, number }: Thread): Pin[] {
  return 'x' in anchor && number !== undefined
    ? [{ id, point: [anchor.x, anchor.y], number, isFaint: isResolved }]
    : [];
}
