import type { ShardFailure } from '../store/records/shard-failure.ts';

/** As `ToleratedFailurePercentage` of the machines, but of all shards, not of those of one round. */
const TOLERATED_PERCENTAGE = 25;
const MOST_ATTEMPTS = 2;
/** Trying again would end alike. */
const FOR_GOOD = ['InvalidInput', 'NotFound', 'ModelUnusable', 'SpendCeilingReached'];
/** Jobs whose result is of use without some images; a hole in any other would be taken for the whole. */
const PARTIAL = ['curate', 'import-labels'];

/** `goOn`: the rest is enough, and the job says what is missing. */
export type ShardVerdict =
  | { next: 'whole' }
  | { next: 'again'; shards: number[] }
  | { next: 'goOn'; reasons: string }
  /** `error`: the class of all failures, where it says more than that shards failed. */
  | { next: 'fail'; reasons: string; error?: string };

/** What becomes of a job whose shards were all tried, by those that left no result. */
export function accountFor(kind: string, missing: readonly ShardFailure[], total: number): ShardVerdict {
  if (missing.length === 0) return { next: 'whole' };
  const reasons = reasonsOf(missing, total);
  const [error, ...others] = new Set(missing.map((one) => one.error));
  const isTelling = others.length === 0 && FOR_GOOD.includes(error);
  const fail = { next: 'fail' as const, reasons, ...(isTelling ? { error } : {}) };
  if ((100 * missing.length) / total > TOLERATED_PERCENTAGE) return fail;
  const again = missing.filter((one) => one.attempts < MOST_ATTEMPTS && !FOR_GOOD.includes(one.error));
  if (again.length > 0) return { next: 'again', shards: again.map(({ shard }) => shard) };
  return PARTIAL.includes(kind) ? { next: 'goOn', reasons } : fail;
}

/** All shards failing alike is one reason, not sixteen. */
function reasonsOf(missing: readonly ShardFailure[], total: number): string {
  const shards = new Map<string, number[]>();
  for (const { message, shard } of missing) shards.set(message, [...(shards.get(message) ?? []), shard]);
  const [first] = shards.keys();
  if (missing.length === total && shards.size === 1) return first;
  const each = [...shards].map(
    ([message, list]) => `shard${list.length > 1 ? 's' : ''} ${list.join(', ')}: ${message}`,
  );
  return `${missing.length} of ${total} shards failed; ${each.join(' ')}`;
}
