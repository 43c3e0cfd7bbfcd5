import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { request } from '../../api/request.ts';
import type { Task } from '../../api/task.ts';

const HEARTBEAT_MS = 30_000;

/** Extends the lease of a task that this person holds; tells when it was lost (released, taken, moved on). */
export function useLease(task: Task | undefined, isMine: boolean): string | undefined {
  const [lost, setLost] = useState<string>();
  const taskId = task?.id;
  useEffect(() => {
    setLost(undefined);
    if (taskId === undefined || !isMine) return;
    let isOver = false;
    const beat = async () => {
      try {
        await request('POST', `tasks/${taskId}/heartbeat`);
      } catch (error) {
        // No answer proves nothing; a refusal does.
        const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
        if (isRefused && !isOver) setLost(error.message);
      }
    };
    void beat();
    const timer = setInterval(() => void beat(), HEARTBEAT_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [taskId, isMine]);
  return lost;
}
