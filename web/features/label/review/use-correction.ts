import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import type { Page } from '../../../api/page.ts';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';
import type { Editor } from '../../../editor/editor.ts';
import { correctedObjects, revisionAt, type CorrectedObject } from './correction.ts';
import { replaceOverlays } from '../replace-overlays.ts';
import { useDocumentObjects } from '../use-document-objects.ts';

/** `both`: as it is now, with what it was as dashed lines above. */
export type CorrectionView = 'after' | 'both' | 'before';

export interface Correction {
  /** Who asked for it, and when. */
  reviewerId: string;
  at: string;
  objects: CorrectedObject[];
  view: CorrectionView;
  setView: (view: CorrectionView) => void;
  show: (object: CorrectedObject) => void;
  actions: Record<string, () => void>;
}

const VIEWS: CorrectionView[] = ['after', 'both', 'before'];
const COLOR = '#ff9f1c';

/** What was changed since the last time this task was sent back; undefined when it never was, or outside of reviews. */
export function useCorrection(
  editor: Editor | undefined,
  task: Task,
  isReview: boolean,
): Correction | undefined {
  const { data: base } = useQuery({
    queryKey: ['last-rejection', task.id, task.updatedAt],
    queryFn: () => lastRejection(task.id),
    enabled: isReview,
    staleTime: Infinity,
  });
  const [chosen, setChosen] = useState<{ taskId: string; view: CorrectionView }>();
  const view = chosen?.taskId === task.id ? chosen.view : 'after';
  const setView = (next: CorrectionView) => setChosen({ taskId: task.id, view: next });
  const now = useDocumentObjects(editor?.store);
  const objects = useMemo(
    () =>
      base === null || base === undefined
        ? []
        : correctedObjects(base.content, { objects: now, classifications: [] }),
    [base, now],
  );

  useEffect(() => {
    if (editor === undefined) return;
    const before = objects.flatMap((one) => one.before ?? []);
    const isShown = view !== 'after' && before.length > 0;
    replaceOverlays(
      editor,
      'correction',
      isShown ? [{ id: 'before', color: COLOR, dash: view === 'both' ? [7, 5] : [], objects: before }] : [],
    );
    return () => replaceOverlays(editor, 'correction', []);
  }, [editor, objects, view]);

  useEffect(() => {
    if (editor === undefined || view !== 'before') return;
    const hidden = editor.hidden.value;
    const added = objects.flatMap(({ id, after }) => (after === undefined || hidden.has(id) ? [] : [id]));
    editor.hidden.set(new Set([...hidden, ...added]));
    return () => editor.hidden.set(new Set([...editor.hidden.value].filter((id) => !added.includes(id))));
  }, [editor, objects, view]);

  if (editor === undefined || base === null || base === undefined) return undefined;
  const show = ({ id, before, after }: CorrectedObject) => {
    editor.selection.set(after === undefined ? [] : [id]);
    editor.camera.zoomToShapes([before, after].flatMap((one) => one?.shape ?? []));
  };
  return {
    reviewerId: base.reviewerId,
    at: base.at,
    objects,
    view,
    setView,
    show,
    actions: {
      'before-after': () => setView(VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length]),
      'next-change': () => {
        const at = objects.findIndex(({ id }) => id === editor.selection.value.at(-1));
        const next = objects[(at + 1) % objects.length];
        if (next !== undefined) show(next);
      },
    },
  };
}

interface EndedReview {
  reviewerId: string;
  outcome?: 'approved' | 'rejected';
  endedAt?: string;
}

/** The last rejection and the labels that it was about; null when there was none. */
async function lastRejection(
  taskId: string,
): Promise<{ reviewerId: string; at: string; content: LabelContent } | null> {
  const reviews = await request<Page<EndedReview>>('GET', `tasks/${taskId}/reviews`);
  const last = reviews.items.findLast(
    ({ outcome, endedAt }) => outcome === 'rejected' && endedAt !== undefined,
  );
  if (last?.endedAt === undefined) return null;
  const revisions = await request<Page<{ revision: number; savedAt: string }>>(
    'GET',
    `tasks/${taskId}/labels/revisions`,
    { query: { limit: 500 } },
  );
  const revision = revisionAt(revisions.items, last.endedAt);
  const content = await request<LabelContent>('GET', `tasks/${taskId}/labels`, { query: { revision } });
  return { reviewerId: last.reviewerId, at: last.endedAt, content };
}
