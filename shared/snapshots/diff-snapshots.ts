import type { SnapshotItem, SnapshotRoot } from './manifest.ts';

export interface SnapshotDifference {
  added: SnapshotItem[];
  removed: SnapshotItem[];
  /** The labels, the pixels or the split of these differ. */
  changed: { before: SnapshotItem; after: SnapshotItem }[];
}

/**
 * What differs between two snapshots. Only leaves with different hashes are read, so comparing two snapshots of a
 * million images that differ in one reads two leaves.
 *
 * @param readLeaf gives the items of a leaf by its sha256
 */
export async function diffSnapshots(
  before: SnapshotRoot,
  after: SnapshotRoot,
  readLeaf: (sha256: string) => Promise<SnapshotItem[]>,
): Promise<SnapshotDifference> {
  const difference: SnapshotDifference = { added: [], removed: [], changed: [] };
  const shared = new Set(before.leaves.filter((leaf) => leaf !== null && after.leaves.includes(leaf)));
  // With equal counts, leaf i of one holds the same assets as leaf i of the other; otherwise everything is compared.
  const isAligned = before.leaves.length === after.leaves.length;
  const groups = isAligned
    ? before.leaves.map((leaf, i) => [[leaf], [after.leaves[i]]])
    : [[before.leaves, after.leaves]];
  for (const [old, fresh] of groups) {
    const unread = (leaves: (string | null)[]): string[] =>
      leaves.filter((leaf): leaf is string => leaf !== null && !shared.has(leaf));
    const items = async (leaves: string[]): Promise<SnapshotItem[]> =>
      (await Promise.all(leaves.map(readLeaf))).flat();
    compare(await items(unread(old)), await items(unread(fresh)), difference);
  }
  return difference;
}

function compare(before: SnapshotItem[], after: SnapshotItem[], difference: SnapshotDifference): void {
  const old = new Map(before.map((item) => [item.assetId, item]));
  for (const item of after) {
    const was = old.get(item.assetId);
    old.delete(item.assetId);
    if (was === undefined) difference.added.push(item);
    else if (
      was.labelsSha256 !== item.labelsSha256 ||
      was.imageSha256 !== item.imageSha256 ||
      was.split !== item.split ||
      was.key !== item.key
    ) {
      difference.changed.push({ before: was, after: item });
    }
  }
  difference.removed.push(...old.values());
}
