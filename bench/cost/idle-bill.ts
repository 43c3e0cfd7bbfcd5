import { canTimeOut } from '../../infra/constructs/can-time-out.ts';
import { MACHINE_TYPES } from '../../infra/machines.ts';
import { QUEUES, SCHEDULES } from '../../infra/triggers.ts';
import type { CallCounts } from './call-counts.ts';
import { billOf } from './cost-model.ts';
import type { Bill } from './cost-model.ts';
import { PRICES } from '../../infra/prices.ts';

const MINUTES = 60 * 24 * 30;
/** The key of the table and the bucket is asked for rarely when nobody works: caches and bucket keys hold it. */
const KEY_REQUESTS = 20_000;

/** Dollars of a month in which nobody does anything; `tick` is what one round of all schedules asks for. */
export function idleBill(tick: CallCounts): Bill {
  const often = Math.min(...SCHEDULES.map(({ everyMinutes }) => everyMinutes));
  const functions = Object.fromEntries(
    SCHEDULES.map(({ folder, everyMinutes }) => [folder, MINUTES / everyMinutes]),
  );
  const calls = Object.values(functions).reduce((sum, each) => sum + each, 0);
  const rounds = MINUTES / often;
  const machines = Object.keys(MACHINE_TYPES);
  return {
    ...billOf({
      ...tick,
      functions,
      // As if the rarer ones ran as often as the others.
      writeUnits: tick.writeUnits * rounds,
      readUnits: tick.readUnits * rounds,
      blobWrites: tick.blobWrites * rounds,
      blobReads: tick.blobReads * rounds,
    }),
    // One at a time, each is the first of its second, and traced.
    'X-Ray': calls * PRICES.xray.trace,
    EventBridge: calls * PRICES.eventBridge.scheduledInvocation,
    KMS: PRICES.kms.keyMonth + KEY_REQUESTS * PRICES.kms.request,
    // Failures of each machine, and timeouts of those that have any; age and dead letters of each queue.
    Alarms: (machines.length + machines.filter(canTimeOut).length + 2 * QUEUES.length) * PRICES.alarmMonth,
  };
}
