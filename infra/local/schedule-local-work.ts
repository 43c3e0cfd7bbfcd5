import type { Clock } from './clock.ts';
import type { LocalSeams } from './local-seams.ts';
import { sweepExpiredItems } from './sweep-expired-items.ts';

/** What the clock drives on this machine; in AWS the same functions are called by EventBridge Scheduler. */
export function scheduleLocalWork(ticks: Clock, seams: LocalSeams): void {
  ticks.every(3600, 'sweep of expired items', () => sweepExpiredItems(seams.store));
}
