import { duplicateGroups } from '../../shared/curation/duplicates/duplicate-groups.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { assignSplits } from '../../shared/snapshots/assign-splits.ts';
import type { SnapshotItem, Split } from '../../shared/snapshots/manifest.ts';
import type { FrozenImage } from '../freeze-shard/frozen-image.ts';

const SPLITS = ['train', 'val', 'test'] as const satisfies Split[];

/**
 * The images with their splits: copies and pictures that look the same never part, so nothing leaks from training
 * into validation; with `stratify` every class is shared out alike.
 */
export function dealSplits(
  images: readonly FrozenImage[],
  shares: Readonly<Record<Split, number>>,
  options: { seed: number; stratify: boolean },
): SnapshotItem[] {
  const prints = images.map(({ item, phash, dhash }) => ({ sha256: item.imageSha256, phash, dhash }));
  const groups = duplicateGroups(prints, CurationThresholds.parse({}));
  const candidates = images.map(({ item, classes }, index) => ({
    id: item.assetId,
    group: images[groups[index]].item.assetId,
    classes: new Map(Object.entries(classes)),
  }));
  const assigned = assignSplits(
    candidates,
    SPLITS.map((name) => ({ name, share: shares[name] })),
    options,
  );
  return images.map(({ item }) => ({ ...item, split: assigned.get(item.assetId) }));
}
