import { createHash } from 'node:crypto';
import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { putOnce } from '../../shared/blobs/put-once.ts';
import { FreezeSnapshotInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';
import type { SnapshotItem } from '../../shared/snapshots/manifest.ts';
import { countItems, sealSnapshot } from '../../shared/snapshots/seal-manifest.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { FrozenImage } from '../freeze-shard/frozen-image.ts';
import { dealSplits } from './deal-splits.ts';

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
 * The last step of freeze-snapshot, and one of fine-tune: deals the splits (copies and look-alikes never part), seals
 * the leaves and the root under their hashes, and closes the snapshot. What is there already under its hash is not
 * written again, so one changed image costs one leaf and the root. Done again it changes nothing.
 */
export async function sealSnapshotJob({ jobId }: JobStep, deps: SealSnapshotDeps): Promise<SealedSnapshot> {
  const job = await deps.jobs.get(jobId);
  const { snapshotId, splits, seed, stratify = true } = FreezeSnapshotInput.parse(job.input);
  let snapshot = await deps.snapshots.get(snapshotId);
  if (snapshot.status !== 'sealed') {
    const frozen: FrozenImage[] = [];
    for (let shard = 0; shard < SHARD_COUNT; shard++) {
      const bytes = await deps.blobs.get(blobKeys.snapshotPart(jobId, shard));
      for (const image of JSON.parse(Buffer.from(bytes).toString()) as FrozenImage[]) frozen.push(image);
    }
    const items = splits ? dealSplits(frozen, splits, { seed, stratify }) : frozen.map(({ item }) => item);
    const ontology = await deps.ontologies.get(snapshot.ontologyId, snapshot.ontologyRevision);
    const manifest = await writeManifest(items, ontology.content, deps.blobs);
    const { itemCount, objectCount, splits: perSplit } = countItems(items);
    const counts = { images: itemCount, objects: objectCount, ...(splits ? perSplit : {}) };
    snapshot = await deps.snapshots.seal(snapshotId, { ...manifest, counts, splits: splits ?? {} });
  }
  const { sha256 = '', counts } = snapshot;
  // Other jobs freeze a snapshot on their way.
  if (job.kind === 'freeze-snapshot') await deps.jobs.succeed(jobId, { snapshotId, sha256, ...counts });
  for (let shard = 0; shard < SHARD_COUNT; shard++)
    await deps.blobs.delete(blobKeys.snapshotPart(jobId, shard));
  return { snapshotId, sha256, items: counts.images ?? 0 };
}

async function writeManifest(
  items: SnapshotItem[],
  ontology: OntologyContent,
  blobs: Blobs,
): Promise<{ sha256: string; manifestKey: string }> {
  const contentType = 'application/json';
  const bytes = Buffer.from(JSON.stringify(ontology));
  const ontologySha256 = createHash('sha256').update(bytes).digest('hex');
  const { root, leaves } = sealSnapshot(items, ontologySha256);
  await putOnce(blobs, blobKeys.snapshotOntology(ontologySha256), bytes, { contentType });
  const stored = mapInOrder(leaves, LEAVES_AT_ONCE, (leaf) =>
    putOnce(blobs, blobKeys.snapshotLeaf(leaf.sha256), leaf.bytes, { contentType }),
  );
  for await (const _ of stored);
  // Last, so that a root never names a leaf that is not there.
  const manifestKey = blobKeys.snapshotRoot(root.sha256);
  await putOnce(blobs, manifestKey, root.bytes, { contentType });
  return { sha256: root.sha256, manifestKey };
}
