import * as z from 'zod';
import { parseImageKey } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { deriveId } from '../../shared/ids.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { DatasetStore } from '../../shared/store/dataset-store.ts';

/** Something happened to a stored file: S3 and the watched folder tell it alike. A hint only; it may come twice. */
export const ObjectEvent = z.object({
  type: z.enum(['created', 'deleted']),
  /** Of the blob: `images/<datasetId>/<key>`. */
  key: z.string().min(1),
  /** Bytes. */
  size: z.number().optional(),
  etag: z.string().optional(),
  /** This version of it has ended processes that read it. */
  isTooMuch: z.boolean().optional(),
});
export type ObjectEvent = z.infer<typeof ObjectEvent>;

/** What to do with the file; `unchanged` still sees to its tasks, in case an earlier run was cut off before them. */
export const CheckedObject = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('ignored'), why: z.string() }),
  z.object({ verdict: z.literal('gone'), assetId: z.string() }),
  z.object({
    verdict: z.enum(['measure', 'unchanged', 'too-much']),
    assetId: z.string(),
    datasetId: z.string(),
    /** Of the file in its dataset. */
    key: z.string(),
    size: z.number(),
    etag: z.string(),
    status: z.enum(['ready', 'quarantined', 'removed', 'new']),
  }),
]);
export type CheckedObject = z.infer<typeof CheckedObject>;

export interface CheckObjectDeps {
  blobs: Pick<Blobs, 'head'>;
  datasets: Pick<DatasetStore, 'find'>;
  assets: Pick<AssetStore, 'find'>;
}

/** The first step of ingest-asset. Reads the truth again: what an event says may be outdated when it is handled. */
export async function checkObject(event: ObjectEvent, deps: CheckObjectDeps): Promise<CheckedObject> {
  const parsed = parseImageKey(event.key);
  if (!parsed) return { verdict: 'ignored', why: 'The object is no file of a dataset.' };
  const { datasetId, key } = parsed;
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (name === '' || name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini') {
    return {
      verdict: 'ignored',
      why: 'Folders, hidden files and those that operating systems leave are passed over.',
    };
  }
  if (!(await deps.datasets.find(datasetId))) return { verdict: 'ignored', why: 'There is no such dataset.' };

  const assetId = `${datasetId}.${deriveId(datasetId, key)}`;
  const [head, asset] = await Promise.all([deps.blobs.head(event.key), deps.assets.find(assetId)]);
  if (!head) {
    return asset && asset.status !== 'removed'
      ? { verdict: 'gone', assetId }
      : { verdict: 'ignored', why: 'The file is gone already.' };
  }
  const isKnown = asset !== undefined && asset.status !== 'removed' && asset.etag === head.etag;
  const isTooMuch = event.isTooMuch === true && (event.etag === undefined || event.etag === head.etag);
  return {
    verdict: isKnown ? 'unchanged' : isTooMuch ? 'too-much' : 'measure',
    assetId,
    datasetId,
    key,
    size: head.size,
    etag: head.etag,
    status: asset?.status ?? 'new',
  };
}
