import { createHash } from 'node:crypto';
import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { FreezeSnapshotInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { assignSplits } from '../../shared/snapshots/assign-splits.ts';
import type { SnapshotItem } from '../../shared/snapshots/manifest.ts';
import { countItems, sealSnapshot } from '../../shared/snapshots/seal-manifest.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

export const SealedSnapshot = z.object({ snapshotId: z.string(), sha256: z.string(), items: z.int() });
export type SealedSnapshot = z.infer<typeof SealedSnapshot>;

export interface SealSnapshotDeps {
  jobs: Pick<JobStore, 'get' | 'succeed'>;
  snapshots: Pick<SnapshotStore, 'get' | 'seal'>;
  ontologies: Pick<OntologyStore, 'get'>;
  blobs: Blobs;
}

const LEAVES_AT_ONCE = 16;

/**
 * The last step of freeze-snapshot: assigns the splits (copies of one image never part), seals the leaves and the root
 * under their hashes, and closes the snapshot. Done again it finds the same bytes there.
 */
export async function sealSnapshotJob({ jobId }: JobStep, deps: SealSnapshotDeps): Promise<SealedSnapshot> {
  const job = await deps.jobs.get(jobId);
  const { snapshotId, splits, seed } = FreezeSnapshotInput.parse(job.input);
  const snapshot = await deps.snapshots.get(snapshotId);

  let items: SnapshotItem[] = [];
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const bytes = await deps.blobs.get(blobKeys.snapshotPart(jobId, shard));
    items.push(...(JSON.parse(Buffer.from(bytes).toString()) as SnapshotItem[]));
  }
  if (splits) {
    const members = items.map(({ assetId, imageSha256 }) => ({ id: assetId, group: imageSha256 }));
    const assigned = assignSplits(members, splits, seed);
    items = items.map((item) => ({ ...item, split: assigned.get(item.assetId) }));
  }
  const ontology = await deps.ontologies.get(snapshot.ontologyId, snapshot.ontologyRevision);
  const ontologyBytes = Buffer.from(JSON.stringify(ontology.content));
  const ontologySha256 = createHash('sha256').update(ontologyBytes).digest('hex');
  const { root, leaves } = sealSnapshot(items, ontologySha256);
  await deps.blobs.put(blobKeys.snapshotOntology(ontologySha256), ontologyBytes, {
    contentType: 'application/json',
  });
  const stored = mapInOrder(leaves, LEAVES_AT_ONCE, ({ sha256, bytes }) =>
    deps.blobs.put(blobKeys.snapshotLeaf(sha256), bytes, { contentType: 'application/json' }),
  );
  for await (const _ of stored);
  const manifestKey = blobKeys.snapshotRoot(root.sha256);
  await deps.blobs.put(manifestKey, root.bytes, { contentType: 'application/json' });

  const { itemCount, objectCount, splits: perSplit } = countItems(items);
  const counts = { images: itemCount, objects: objectCount, ...(splits ? perSplit : {}) };
  await deps.snapshots.seal(snapshotId, { counts, sha256: root.sha256, manifestKey, splits: splits ?? {} });
  await deps.jobs.succeed(jobId, { snapshotId, sha256: root.sha256, ...counts });
  return { snapshotId, sha256: root.sha256, items: itemCount };
}
