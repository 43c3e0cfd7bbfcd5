import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move, Parked } from '../advance-task/move.ts';
import { parkAt } from '../advance-task/park-at.ts';

/** The task waits for an agent: a client, a model or a webhook takes it from the stage's queue. */
export function startAgent(move: Move, deps: AdvanceDeps): Promise<Parked> {
  return parkAt(move, deps);
}
