import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page } from '../../../api/page.ts';
import { request } from '../../../api/request.ts';
import type { Decision } from '../../../api/review.ts';
import type { Task } from '../../../api/task.ts';
import type { Editor } from '../../../editor/editor.ts';
import { useMe } from '../../session/use-me.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';
import type { LabelSaver } from '../saving/label-saver.ts';

export interface Review {
  isActive: boolean;
  decisions: ReadonlyMap<string, Decision>;
  /** Objects that the reviewer is about to reject and must give a reason for. */
  rejecting: readonly string[] | undefined;
  approve: (ids: readonly string[]) => void;
  startReject: (ids: readonly string[]) => void;
  reject: (reason: string, comment: string) => void;
  cancelReject: () => void;
  approveRest: () => void;
  clear: (ids: readonly string[]) => void;
  next: () => void;
  /** Resolves when every decision is on the server. */
  settle: () => Promise<void>;
  actions: Record<string, (() => void) | undefined>;
}

interface StoredReview {
  reviewerId: string;
  /** Set when the round is over: its decisions belong to the past. */
  endedAt?: string;
  decisions: Decision[];
}

type Decisions = ReadonlyMap<string, Decision>;
const NONE: Decisions = new Map();

/** The decisions of a review: kept on the server as they are made, so that a closed tab loses none. */
export function useReview(
  editor: Editor | undefined,
  task: Task,
  isActive: boolean,
  saver: LabelSaver | undefined,
): Review {
  const me = useMe();
  // Decisions belong to one task: with the next one on the screen, those of the last are not shown.
  const [decided, setDecided] = useState<{ taskId: string; decisions: Decisions }>();
  const decisions = decided?.taskId === task.id ? decided.decisions : NONE;
  const [asked, setAsked] = useState<{ taskId: string; ids: readonly string[] }>();
  const rejecting = asked?.taskId === task.id ? asked.ids : undefined;
  const latest = useRef<Decisions>(NONE);
  const sending = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    latest.current = NONE;
    if (!isActive) return;
    let isOver = false;
    request<Page<StoredReview> | StoredReview[]>('GET', `tasks/${task.id}/reviews`).then(
      (answer) => {
        const reviews = Array.isArray(answer) ? answer : answer.items;
        const last = reviews.findLast(
          (review) => review.endedAt === undefined && review.reviewerId === me.id,
        );
        if (isOver || last === undefined || latest.current.size > 0) return;
        latest.current = new Map(last.decisions.map((decision) => [decision.objectId, decision]));
        setDecided({ taskId: task.id, decisions: latest.current });
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [task.id, isActive, me.id]);

  useEffect(() => {
    editor?.marks.set(new Map([...decisions].map(([id, { decision }]) => [id, decision])));
  }, [editor, decisions]);

  const write = useCallback(
    (next: Decisions) => {
      latest.current = next;
      setDecided({ taskId: task.id, decisions: next });
      sending.current = sending.current.then(async () => {
        // What is decided about must be on the server first.
        if (saver?.isClean === false && !(await saver.flush())) return;
        // Only the newest state is sent when several came in between.
        if (latest.current !== next) return;
        await request('PUT', `tasks/${task.id}/review`, { body: { decisions: [...next.values()] } }).catch(
          (error: unknown) => notifyProblem('The decisions could not be saved', error),
        );
      });
    },
    [task.id, saver],
  );

  // Editing in review, as the server takes it: what was changed is to be decided again, what is new is approved.
  useEffect(() => {
    if (!isActive || editor === undefined) return;
    return editor.store.subscribe(({ created, updated, deleted, origin }) => {
      if (origin === 'load' || origin === 'merge') return;
      const next = new Map(latest.current);
      for (const { id } of [...updated.map(({ after }) => after), ...deleted.map(({ object }) => object)])
        next.delete(id);
      for (const { object } of created)
        if (object.createdBy === me.id) next.set(object.id, { objectId: object.id, decision: 'approved' });
      const isSame =
        next.size === latest.current.size &&
        [...next].every(([id, decision]) => latest.current.get(id)?.decision === decision.decision);
      if (!isSame) write(next);
    });
  }, [editor, isActive, me.id, write]);

  const next = useCallback(() => {
    if (editor === undefined) return;
    const ids = [...editor.store.all()].map(({ id }) => id);
    const at = ids.indexOf(editor.selection.value.at(-1) ?? '');
    const ordered = [...ids.slice(at + 1), ...ids.slice(0, at + 1)];
    const open = ordered.find((id) => !latest.current.has(id));
    editor.selection.set(open === undefined ? [] : [open]);
    if (open !== undefined) editor.camera.zoomTo([open]);
  }, [editor]);

  // The review starts at the first undecided object.
  useEffect(() => {
    if (isActive && saver !== undefined && editor !== undefined && editor.selection.value.length === 0) {
      const [first] = editor.store.all();
      if (first !== undefined) editor.selection.set([first.id]);
    }
  }, [editor, isActive, saver]);

  const approve = (ids: readonly string[]) => {
    if (ids.length === 0) return;
    write(
      new Map([
        ...latest.current,
        ...ids.map((id): [string, Decision] => [id, { objectId: id, decision: 'approved' }]),
      ]),
    );
    next();
  };
  const reject = (reason: string, comment: string) => {
    const ids = rejecting ?? [];
    setAsked(undefined);
    const extra = comment.trim() === '' ? {} : { comment: comment.trim() };
    write(
      new Map([
        ...latest.current,
        ...ids.map((id): [string, Decision] => [
          id,
          { objectId: id, decision: 'rejected', reason, ...extra },
        ]),
      ]),
    );
    next();
  };
  const approveRest = () => {
    if (editor === undefined) return;
    approve([...editor.store.all()].map(({ id }) => id).filter((id) => !latest.current.has(id)));
  };
  const startReject = (ids: readonly string[]) => {
    if (ids.length > 0) setAsked({ taskId: task.id, ids });
  };
  const clear = (ids: readonly string[]) => {
    const gone = new Set(ids);
    write(new Map([...latest.current].filter(([id]) => !gone.has(id))));
  };
  return {
    isActive,
    decisions,
    rejecting,
    approve,
    startReject,
    reject,
    cancelReject: () => setAsked(undefined),
    approveRest,
    clear,
    next,
    settle: () => sending.current,
    actions: isActive
      ? {
          approve: () => approve(editor?.selection.value ?? []),
          reject: () => startReject(editor?.selection.value ?? []),
          'approve-rest': approveRest,
          undecide: () => clear(editor?.selection.value ?? []),
        }
      : {},
  };
}
