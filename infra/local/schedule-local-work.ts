import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SCHEDULES } from '../triggers.ts';
import type { Clock } from './clock.ts';
import type { LocalSeams } from './local-seams.ts';
import { sweepExpiredItems } from './sweep-expired-items.ts';

const EXPIRED_EVERY_SECONDS = 3600;
/** A look at the table costs nothing here, and a person may be waiting. Tests wait less: LAPIDARY_TICK_SECONDS. */
const LONGEST_PERIOD_SECONDS = Number(process.env.LAPIDARY_TICK_SECONDS ?? 60);

/**
 * What the clock drives on this machine: the functions that EventBridge Scheduler calls in AWS, and what DynamoDB
 * does there by itself. At the start nobody else is at work, so tasks left on the move and jobs cut off are driven on at once.
 */
export function scheduleLocalWork(ticks: Clock, seams: LocalSeams): void {
  ticks.every(EXPIRED_EVERY_SECONDS, 'sweep of expired items', () => sweepExpiredItems(seams.store));
  for (const { folder, everyMinutes } of SCHEDULES.filter(({ isAwsOnly }) => isAwsOnly !== true)) {
    ticks.every(Math.min(everyMinutes * 60, LONGEST_PERIOD_SECONDS), folder, () => seams.invoke(folder, {}));
  }
  for (const folder of ['sweep-tasks', 'redrive-jobs'].filter(isThere)) {
    ticks.once(folder, () => seams.invoke(folder, { olderThanSeconds: 0 }));
  }
}

function isThere(folder: string): boolean {
  return existsSync(fileURLToPath(new URL(`../../functions/${folder}/handler.ts`, import.meta.url)));
}
