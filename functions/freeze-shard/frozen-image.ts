import type { SnapshotItem } from '../../shared/snapshots/manifest.ts';

/** What a shard passes on to the sealing step: an image of the snapshot, and what splits are dealt by. */
export interface FrozenImage {
  item: SnapshotItem;
  /** Objects and answers by class. */
  classes: Record<string, number>;
  /** Missing for images that came before hashes were kept. */
  phash?: string;
  dhash?: string;
}
