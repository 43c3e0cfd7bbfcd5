import { useEffect, useState } from 'react';
import { ApiProblem } from '../../../api/api-problem.ts';
import { request } from '../../../api/request.ts';
import type { Task } from '../../../api/task.ts';

const HEARTBEAT_MS = 30_000;
/** Of 15 minutes: a lease that has more left was given just now. */
const FRESH_MS = 14 * 60_000;

/** Extends the lease of a task that this person holds; tells when it was lost (released, taken, moved on). */
export function useLease(task: Task | undefined, isMine: boolean): string | undefined {
  const [lost, setLost] = useState<{ lease: string; message: string }>();
  const taskId = task?.id;
  // A new claim begins a new lease: what was said of the old one no longer holds.
  const lease = `${taskId} ${task?.leaseUntil}`;
  const leaseUntil = task?.leaseUntil;
  useEffect(() => {
    if (taskId === undefined || !isMine) return;
    let isOver = false;
    const isFresh = leaseUntil !== undefined && Date.parse(leaseUntil) - Date.now() > FRESH_MS;
    const beat = async () => {
      try {
        await request('POST', `tasks/${taskId}/heartbeat`);
      } catch (error) {
        // No answer proves nothing; a refusal does.
        const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
        if (isRefused && !isOver) setLost({ lease, message: error.message });
      }
    };
    if (!isFresh) void beat();
    const timer = setInterval(() => void beat(), HEARTBEAT_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [taskId, isMine, lease, leaseUntil]);
  return lost?.lease === lease ? lost.message : undefined;
}
