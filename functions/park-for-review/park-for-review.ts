import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move, Parked } from '../advance-task/move.ts';
import { parkAt } from '../advance-task/park-at.ts';

/** The task waits for a reviewer who has not worked on its labels. */
export function parkForReview(move: Move, deps: AdvanceDeps): Promise<Parked> {
  return parkAt(move, deps);
}
