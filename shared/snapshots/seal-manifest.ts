import { createHash } from 'node:crypto';
import { leafCountFor, leafOf } from './leaf-of.ts';
import type { SnapshotItem, SnapshotLeaf, SnapshotRoot, Split } from './manifest.ts';

/** A piece of a snapshot as it is stored: canonical bytes under their own hash. */
export interface SealedBlob {
  sha256: string;
  bytes: Uint8Array;
}

/** Bytes that depend on nothing but the content: sorted items, keys in a fixed order, no white space. */
export function sealLeaf(items: SnapshotItem[]): SealedBlob {
  const sorted = items.toSorted((a, b) => (a.assetId < b.assetId ? -1 : a.assetId > b.assetId ? 1 : 0));
  const leaf: SnapshotLeaf = { version: 1, items: sorted.map(inOrder) };
  return seal(leaf);
}

export function sealRoot(root: SnapshotRoot): SealedBlob {
  const { version, itemCount, objectCount, splits, ontologySha256, leaves } = root;
  const ordered: Record<Split, number> = { train: splits.train, val: splits.val, test: splits.test };
  return seal({ version, itemCount, objectCount, splits: ordered, ontologySha256, leaves });
}

/**
 * Seals a whole snapshot that fits in memory. The freezing job does the same shard by shard: it seals each leaf with
 * `sealLeaf` and the root from the hashes.
 */
export function sealSnapshot(
  items: SnapshotItem[],
  ontologySha256: string,
): { root: SealedBlob; leaves: SealedBlob[] } {
  const groups: SnapshotItem[][] = Array.from({ length: leafCountFor(items.length) }, () => []);
  for (const item of items) groups[leafOf(item.assetId, groups.length)].push(item);
  const sealed = groups.map((group) => (group.length === 0 ? null : sealLeaf(group)));
  const root = sealRoot({
    version: 1,
    ...countItems(items),
    ontologySha256,
    leaves: sealed.map((leaf) => leaf?.sha256 ?? null),
  });
  return { root, leaves: sealed.filter((leaf) => leaf !== null) };
}

export function countItems(
  items: SnapshotItem[],
): Pick<SnapshotRoot, 'itemCount' | 'objectCount' | 'splits'> {
  const splits: Record<Split, number> = { train: 0, val: 0, test: 0 };
  let objectCount = 0;
  for (const item of items) {
    objectCount += item.objectCount;
    if (item.split !== undefined) splits[item.split]++;
  }
  return { itemCount: items.length, objectCount, splits };
}

function inOrder(item: SnapshotItem): SnapshotItem {
  return {
    assetId: item.assetId,
    taskId: item.taskId,
    key: item.key,
    datasetId: item.datasetId,
    width: item.width,
    height: item.height,
    imageSha256: item.imageSha256,
    labelsSha256: item.labelsSha256,
    labelRevision: item.labelRevision,
    objectCount: item.objectCount,
    ...(item.split === undefined ? {} : { split: item.split }),
  };
}

function seal(value: SnapshotLeaf | SnapshotRoot): SealedBlob {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}
