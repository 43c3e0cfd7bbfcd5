import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import { groupObjects, type ObjectGroup } from '../../../../shared/workflow/consensus/group-objects.ts';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';
import type { Stage } from '../../../api/workflow.ts';
import type { Editor } from '../../../editor/editor.ts';
import { consensusIou } from './consensus-iou.ts';
import { replaceOverlays } from '../replace-overlays.ts';

/** Colour-blind safe, told apart by their strokes as well. */
const STROKES: { color: string; dash: number[] }[] = [
  { color: '#56b4e9', dash: [] },
  { color: '#e69f00', dash: [8, 4] },
  { color: '#cc79a7', dash: [2, 3] },
  { color: '#009e73', dash: [10, 3, 2, 3] },
  { color: '#f0e442', dash: [5, 5] },
];

export interface ConsensusBranch {
  userId: string;
  color: string;
  dash: number[];
  isShown: boolean;
  content: LabelContent;
}

export interface Consensus {
  branches: ConsensusBranch[];
  /** What is in dispute comes first. */
  groups: ObjectGroup[];
  /** How much drawings must overlap to mean the same thing. */
  minimumIou: number;
  toggle: (userId: string) => void;
}

/**
 * The branches of a finished consensus round, overlaid on the image and compared by the rule of their stage; undefined
 * where there are none.
 */
export function useConsensus(
  editor: Editor | undefined,
  task: Task,
  stages: readonly Stage[],
): Consensus | undefined {
  const minimumIou = consensusIou(stages, task.stageId);
  const isSlot = task.parentTaskId !== undefined;
  const { data: listed } = useQuery({
    queryKey: ['branches', task.id],
    queryFn: ({ signal }) =>
      request<{ items: { branch: string; revision: number }[] }>('GET', `tasks/${task.id}/labels/branches`, {
        signal,
      }),
    enabled: !isSlot,
    staleTime: 60_000,
  });
  const names = (listed?.items ?? []).flatMap(({ branch }) =>
    branch.startsWith('consensus/') ? [branch] : [],
  );
  const documents = useQueries({
    queries: names.map((branch) => ({
      queryKey: ['branch', task.id, branch],
      queryFn: () => request<LabelContent>('GET', `tasks/${task.id}/labels`, { query: { branch } }),
      staleTime: 60_000,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const loaded = useMemo(
    () =>
      documents.flatMap((content, index) =>
        content === undefined
          ? []
          : [{ userId: names[index].slice('consensus/'.length), content, weight: 1 }],
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [documents, names.join(' ')],
  );
  const groups = useMemo(
    () => groupObjects(loaded, minimumIou).toSorted((a, b) => a.agreement - b.agreement),
    [loaded, minimumIou],
  );
  const branches = loaded.map(({ userId, content }, index) => ({
    userId,
    content,
    ...STROKES[index % STROKES.length],
    isShown: !hidden.has(userId),
  }));

  useEffect(() => {
    if (editor === undefined) return;
    replaceOverlays(
      editor,
      'branch',
      loaded.flatMap(({ userId, content }, index) =>
        hidden.has(userId)
          ? []
          : [{ id: userId, ...STROKES[index % STROKES.length], objects: content.objects }],
      ),
    );
    return () => replaceOverlays(editor, 'branch', []);
  }, [editor, loaded, hidden]);

  if (loaded.length === 0) return undefined;
  return {
    branches,
    groups,
    minimumIou,
    toggle: (userId) =>
      setHidden((before) => {
        const after = new Set(before);
        if (!after.delete(userId)) after.add(userId);
        return after;
      }),
  };
}
