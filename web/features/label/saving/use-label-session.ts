import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import type { LabelClassification, LabelObject } from '../../../../shared/labels/label-object.ts';
import type { MergeConflict } from '../../../../shared/labels/merge-label-content.ts';
import type { Editor } from '../../../editor/editor.ts';
import { useMe } from '../../session/use-me.ts';
import { fetchLabels, labelsAheadQuery } from '../label-queries.ts';
import type { LabelSaver, RevisedContent, SaveState } from './label-saver.ts';
import { OpenDocument } from './open-document.ts';
import { pendingStore } from './pending-store.ts';

export interface LabelConflicts {
  objects: MergeConflict<LabelObject>[];
  classifications: MergeConflict<LabelClassification>[];
}

interface SessionState {
  saver: LabelSaver | undefined;
  state: SaveState;
  problem: Error | undefined;
  conflicts: LabelConflicts | undefined;
}

export interface LabelSession extends SessionState {
  clearConflicts: () => void;
}

const FRESH: SessionState = {
  saver: undefined,
  state: { kind: 'saved' },
  problem: undefined,
  conflicts: undefined,
};

const EMPTY: LabelContent = { objects: [], classifications: [] };
const NO_LABELS: RevisedContent = { revision: 0, content: EMPTY };

/**
 * Loads a task's labels into the editor and keeps them saved. Labels that were loaded ahead are shown at once, and
 * whatever was saved since is merged in when it arrives.
 */
export function useLabelSession(editor: Editor | undefined, taskId: string): LabelSession {
  const me = useMe();
  const client = useQueryClient();
  // What is known belongs to one task: with the next one on the screen, nothing of the last is shown.
  const [known, setKnown] = useState<SessionState & { taskId: string }>();
  const session = known?.taskId === taskId ? known : FRESH;
  const tell = useCallback(
    (changes: Partial<SessionState>) =>
      setKnown((before) => ({ ...(before?.taskId === taskId ? before : FRESH), ...changes, taskId })),
    [taskId],
  );

  useEffect(() => {
    if (editor === undefined) return;
    let isOver = false;
    let open: OpenDocument | undefined;
    const key = `${me.id} ${taskId} main`;
    const begin = (base: RevisedContent): LabelSaver => {
      open = new OpenDocument(editor, taskId, base, {
        keep: (work) => pendingStore.put(key, work),
        drop: () => pendingStore.delete(key),
        onState: (next) => {
          // What is left to send of a task goes on in silence once another one is on the screen.
          if (!isOver) tell({ state: next });
        },
        onConflicts: (objects, classifications) => {
          if (!isOver) tell({ conflicts: { objects, classifications } });
        },
      });
      tell({ saver: open.saver, state: open.saver.state });
      return open.saver;
    };
    const { queryKey } = labelsAheadQuery(taskId);
    const ahead = client.getQueryData(queryKey);
    client.removeQueries({ queryKey });
    editor.load(ahead?.content ?? EMPTY);
    const early = ahead === undefined ? undefined : begin(ahead);
    void (async () => {
      try {
        const [latest, kept] = await Promise.all([
          fetchLabels(taskId).catch((error: unknown) => {
            // Labels loaded ahead are good enough while the server does not answer.
            if (early === undefined) throw error;
            return NO_LABELS;
          }),
          pendingStore.get(key).catch(() => undefined),
        ]);
        if (isOver) return;
        let active = early;
        if (active === undefined) {
          // Whoever is quicker than the network loses nothing: what was drawn meanwhile comes on top.
          const { objects, classifications } = editor.store.content();
          editor.store.load(latest.content);
          active = begin(latest);
          if (objects.length + classifications.length > 0) {
            const answered = new Set(classifications.map(({ classificationId }) => classificationId));
            const answers = [
              ...latest.content.classifications.filter((one) => !answered.has(one.classificationId)),
              ...classifications,
            ];
            editor.store.apply({ create: objects, classifications: answers });
          }
        } else active.meet(latest);
        if (kept !== undefined) active.restore(kept);
      } catch (error) {
        if (!isOver) tell({ problem: error instanceof Error ? error : new Error(String(error)) });
      }
    })();
    return () => {
      isOver = true;
      open?.leave();
      tell({ saver: undefined });
    };
  }, [editor, client, taskId, me.id, tell]);

  return { ...session, clearConflicts: () => tell({ conflicts: undefined }) };
}
