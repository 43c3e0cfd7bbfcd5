import { useEffect, useState } from 'react';
import type { LabelClassification, LabelObject } from '../../../shared/labels/label-object.ts';
import { diffLabelContent } from '../../../shared/labels/diff-label-content.ts';
import type { MergeConflict } from '../../../shared/labels/merge-label-content.ts';
import { request } from '../../api/request.ts';
import type { Editor } from '../../editor/editor.ts';
import { useMe } from '../session/use-me.ts';
import { fetchLabels } from './label-queries.ts';
import { LabelSaver, type SaveState } from './label-saver.ts';
import { pendingStore } from './pending-store.ts';

export interface LabelConflicts {
  objects: MergeConflict<LabelObject>[];
  classifications: MergeConflict<LabelClassification>[];
}

export interface LabelSession {
  saver: LabelSaver | undefined;
  state: SaveState;
  problem: Error | undefined;
  conflicts: LabelConflicts | undefined;
  clearConflicts: () => void;
}

/** Loads a task's labels into the editor and keeps them saved. */
export function useLabelSession(editor: Editor | undefined, taskId: string): LabelSession {
  const me = useMe();
  const [saver, setSaver] = useState<LabelSaver>();
  const [state, setState] = useState<SaveState>({ kind: 'saved' });
  const [problem, setProblem] = useState<Error>();
  const [conflicts, setConflicts] = useState<LabelConflicts>();

  useEffect(() => {
    if (editor === undefined) return;
    let isOver = false;
    let active: LabelSaver | undefined;
    const key = `${me.id} ${taskId} main`;
    const cleanups: (() => void)[] = [];
    void (async () => {
      try {
        const [base, kept] = await Promise.all([
          fetchLabels(taskId),
          pendingStore.get(key).catch(() => undefined),
        ]);
        if (isOver) return;
        editor.store.load(base.content);
        active = new LabelSaver(base, {
          current: () => editor.store.content(),
          put: async (content, revision, { keepalive }) => {
            const saved = await request<{ revision: number }>('PUT', `tasks/${taskId}/labels`, {
              body: content,
              ifMatch: revision,
              keepalive,
            });
            return saved.revision;
          },
          fetchLatest: () => fetchLabels(taskId),
          keep: (work) => pendingStore.put(key, work),
          drop: () => pendingStore.delete(key),
          adopt: (content) => {
            const { objects, classifications } = diffLabelContent(editor.store.content(), content);
            const isTouched =
              classifications.created.length +
                classifications.updated.length +
                classifications.deleted.length >
              0;
            editor.store.apply(
              {
                create: objects.created,
                update: objects.updated.map(({ after }) => after),
                remove: objects.deleted.map(({ id }) => id),
                classifications: isTouched ? content.classifications : undefined,
              },
              'merge',
            );
          },
          onState: setState,
          onConflicts: (objects, classifications) => setConflicts({ objects, classifications }),
        });
        const own = active;
        cleanups.push(
          editor.store.subscribe(({ origin }) => {
            if (origin !== 'load' && origin !== 'merge') own.changed();
          }),
        );
        if (kept !== undefined) own.restore(kept);
        setState(own.state);
        setSaver(own);
        const leave = () => {
          if (document.visibilityState === 'hidden') void own.flush({ keepalive: true });
        };
        const online = () => own.retryNow();
        const warn = (event: BeforeUnloadEvent) => {
          if (!own.isClean) event.preventDefault();
        };
        document.addEventListener('visibilitychange', leave);
        addEventListener('online', online);
        addEventListener('beforeunload', warn);
        cleanups.push(() => {
          document.removeEventListener('visibilitychange', leave);
          removeEventListener('online', online);
          removeEventListener('beforeunload', warn);
        });
      } catch (error) {
        if (!isOver) setProblem(error instanceof Error ? error : new Error(String(error)));
      }
    })();
    return () => {
      isOver = true;
      for (const cleanup of cleanups) cleanup();
      // Leaving the page inside the app: what is not saved yet is sent, and kept until it is acknowledged.
      void active?.flush();
      active?.stop();
      setSaver(undefined);
    };
  }, [editor, taskId, me.id]);

  return { saver, state, problem, conflicts, clearConflicts: () => setConflicts(undefined) };
}
