import { createHash } from 'node:crypto';

/** About how many items one leaf holds: a changed image rewrites this many lines, the root lists one hash per leaf. */
const ITEMS_PER_LEAF = 256;
const MAX_LEAVES = 1 << 14;

/**
 * How many leaves a snapshot of so many items has: a power of two of at least 16, one group of leaves for each of the
 * 16 shards of a dataset, so that every shard of the freezing job writes leaves of its own.
 */
export function leafCountFor(itemCount: number): number {
  let leaves = 16;
  while (leaves < MAX_LEAVES && leaves * ITEMS_PER_LEAF < itemCount) leaves *= 2;
  return leaves;
}

/** The leaf of an asset: the first bits of the sha256 of its id. */
export function leafOf(assetId: string, leafCount: number): number {
  const bits = Math.log2(leafCount);
  return createHash('sha256').update(assetId).digest().readUInt32BE(0) >>> (32 - bits);
}
