import type { Blobs } from '../../shared/blobs/blobs.ts';
import { snapshotReader } from '../../shared/jobs/read-snapshot.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

/** How many of the latest snapshots are looked through for one with splits. */
const LOOKED_AT = 20;

/** The split of every image, by asset, in the newest sealed snapshot that has splits; empty when none has. */
export async function snapshotSplits(
  projectId: string,
  { snapshots, blobs }: { snapshots: Pick<SnapshotStore, 'list'>; blobs: Blobs },
): Promise<Map<string, string>> {
  const { items } = await snapshots.list({ projectId, limit: LOOKED_AT });
  const newest = items.find(
    ({ status, splits }) => status === 'sealed' && Object.values(splits).some((share) => share > 0),
  );
  const splits = new Map<string, string>();
  if (newest?.manifestKey === undefined) return splits;
  const read = snapshotReader(blobs);
  for (const leaf of (await read.root(newest.manifestKey)).leaves) {
    if (leaf === null) continue;
    for (const { assetId, split } of await read.leaf(leaf))
      if (split !== undefined) splits.set(assetId, split);
  }
  return splits;
}
