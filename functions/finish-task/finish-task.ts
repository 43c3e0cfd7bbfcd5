import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move, Parked } from '../advance-task/move.ts';
import { parkAt } from '../advance-task/park-at.ts';

/** The task has reached an end: done or archived. */
export function finishTask(move: Move, deps: AdvanceDeps): Promise<Parked> {
  return parkAt(move, deps);
}
