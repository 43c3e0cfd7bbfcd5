import * as z from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const Split = z.enum(['train', 'val', 'test']);
export type Split = z.infer<typeof Split>;

/** One image of a snapshot: which pixels, which labels, which part of the training set. */
export const SnapshotItem = z.strictObject({
  assetId: z.string(),
  taskId: z.string(),
  /** Key of the image in its dataset, for people and exports. */
  key: z.string(),
  datasetId: z.string(),
  width: z.int().min(1),
  height: z.int().min(1),
  /** Of the image's bytes. */
  imageSha256: Sha256,
  /** Of the encoded label document; the blob lies at `labels/<sha256>`. */
  labelsSha256: Sha256,
  labelRevision: z.int().min(0),
  objectCount: z.int().min(0),
  split: Split.optional(),
});
export type SnapshotItem = z.infer<typeof SnapshotItem>;

/** The items whose asset ids hash into one leaf, sorted by asset id. */
export const SnapshotLeaf = z.strictObject({ version: z.literal(1), items: z.array(SnapshotItem) });
export type SnapshotLeaf = z.infer<typeof SnapshotLeaf>;

/**
 * The root of the tree. `leaves[i]` is the sha256 of leaf i or null when no item falls into it; the leaf's blob lies at
 * `snapshots/leaves/<sha256>`, so leaves that two snapshots share are stored once. The sha256 of the root's bytes is the
 * snapshot's proof: it changes when any pixel, label or split of any image does.
 */
export const SnapshotRoot = z.strictObject({
  version: z.literal(1),
  itemCount: z.int().min(0),
  objectCount: z.int().min(0),
  splits: z.record(Split, z.int().min(0)),
  /** The ontology under which the labels are to be read. */
  ontologySha256: Sha256,
  leaves: z.array(Sha256.nullable()),
});
export type SnapshotRoot = z.infer<typeof SnapshotRoot>;
