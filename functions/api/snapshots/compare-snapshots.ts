import * as z from 'zod';
import { NotReady } from '../../../shared/errors.ts';
import { snapshotReader } from '../../../shared/jobs/read-snapshot.ts';
import { countDifference } from '../../../shared/snapshots/count-difference.ts';
import { diffSnapshots } from '../../../shared/snapshots/diff-snapshots.ts';
import type { SnapshotDifference } from '../../../shared/snapshots/diff-snapshots.ts';
import type { SnapshotItem } from '../../../shared/snapshots/manifest.ts';
import type { Snapshot } from '../../../shared/store/records/snapshot.ts';
import type { ApiDeps } from '../api-deps.ts';

const Counts = z.object({ added: z.number(), removed: z.number(), changed: z.number() });

export const SnapshotComparison = z
  .object({
    before: z.string(),
    after: z.string(),
    images: Counts,
    objects: Counts,
    classes: z.record(z.string(), Counts).describe('By class id.'),
    /** Images whose objects were counted; fewer than differ when very many do. */
    countedImages: z.number(),
    items: z
      .array(
        z.object({
          assetId: z.string(),
          taskId: z.string(),
          key: z.string(),
          change: z.enum(['added', 'removed', 'changed']),
          differs: z.array(z.enum(['labels', 'pixels', 'split', 'key'])),
          objectsBefore: z.number(),
          objectsAfter: z.number(),
        }),
      )
      .describe('The first 500 images that differ, by key.'),
  })
  .meta({ id: 'SnapshotComparison' });
export type SnapshotComparison = z.infer<typeof SnapshotComparison>;

const MOST_ITEMS = 500;
/** Each costs up to two reads of a blob, and the answer must come while somebody waits. */
const MOST_COUNTED = 2_000;

/** @throws NotReady when one of them is not sealed */
export async function compareSnapshots(
  before: Snapshot,
  after: Snapshot,
  blobs: ApiDeps['blobs'],
): Promise<SnapshotComparison> {
  const read = snapshotReader(blobs);
  const [old, fresh] = await Promise.all(
    [before, after].map(({ manifestKey, status, name }) => {
      if (manifestKey === undefined) throw new NotReady(`The snapshot "${name}"`, status);
      return read.root(manifestKey);
    }),
  );
  const difference = await diffSnapshots(old, fresh, read.leaf);
  const { added, removed, changed } = difference;
  const counted = firstOf(difference, MOST_COUNTED);
  return {
    before: before.id,
    after: after.id,
    images: { added: added.length, removed: removed.length, changed: changed.length },
    ...(await countDifference(counted, read.labels)),
    countedImages: counted.added.length + counted.removed.length + counted.changed.length,
    items: [
      ...added.map((item) => shown('added', undefined, item)),
      ...removed.map((item) => shown('removed', item, undefined)),
      ...changed.map((pair) => shown('changed', pair.before, pair.after)),
    ]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, MOST_ITEMS),
  };
}

function firstOf({ added, removed, changed }: SnapshotDifference, most: number): SnapshotDifference {
  const some = changed.slice(0, most);
  const came = added.slice(0, most - some.length);
  return {
    changed: some,
    added: came,
    removed: removed.slice(0, most - some.length - came.length),
  };
}

function shown(
  change: 'added' | 'removed' | 'changed',
  before: SnapshotItem | undefined,
  after: SnapshotItem | undefined,
): SnapshotComparison['items'][number] {
  const { assetId, taskId, key } = (after ?? before)!;
  const differs: SnapshotComparison['items'][number]['differs'] = [];
  if (before && after) {
    if (before.labelsSha256 !== after.labelsSha256) differs.push('labels');
    if (before.imageSha256 !== after.imageSha256) differs.push('pixels');
    if (before.split !== after.split) differs.push('split');
    if (before.key !== after.key) differs.push('key');
  }
  return {
    assetId,
    taskId,
    key,
    change,
    differs,
    objectsBefore: before?.objectCount ?? 0,
    objectsAfter: after?.objectCount ?? 0,
  };
}
