import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move, Parked } from '../advance-task/move.ts';
import { parkAt } from '../advance-task/park-at.ts';

/** The task waits for an annotator; rejected work for the one who did it. */
export function parkForAnnotation(move: Move, deps: AdvanceDeps): Promise<Parked> {
  return parkAt(move, deps);
}
