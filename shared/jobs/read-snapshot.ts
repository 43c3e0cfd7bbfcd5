import { blobKeys } from '../blobs/blob-keys.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { decodeLabelContent } from '../labels/codec/decode-label-content.ts';
import type { LabelContent } from '../labels/label-document.ts';
import { SnapshotLeaf, SnapshotRoot } from '../snapshots/manifest.ts';
import type { SnapshotItem } from '../snapshots/manifest.ts';

export type SnapshotReader = ReturnType<typeof snapshotReader>;

/** The pieces of sealed snapshots, by their hashes. */
export function snapshotReader(blobs: Pick<Blobs, 'get'>) {
  const readJson = async (key: string): Promise<unknown> =>
    JSON.parse(Buffer.from(await blobs.get(key)).toString());
  return {
    root: async (manifestKey: string): Promise<SnapshotRoot> =>
      SnapshotRoot.parse(await readJson(manifestKey)),
    leaf: async (sha256: string): Promise<SnapshotItem[]> =>
      SnapshotLeaf.parse(await readJson(blobKeys.snapshotLeaf(sha256))).items,
    labels: async (sha256: string): Promise<LabelContent> =>
      decodeLabelContent(await blobs.get(blobKeys.labels(sha256))),
  };
}
