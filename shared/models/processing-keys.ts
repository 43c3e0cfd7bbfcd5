import type { AttachedSource } from '../blobs/attached-sources.ts';

/** Of a job whose images machines predict: where the attempts are counted, beside the parts of the shards. */
export const PROCESSING_PART = 'processing';

/** Where the parts of one processing job lie in the blobs. */
export const processingKeys = {
  /** `images.jsonl` and the manifests of one attempt. */
  input: (jobId: string, attempt: number): string => `predictions/processing/${jobId}/input-${attempt}/`,
  /** Its files of predictions lie in a folder per shard, whichever attempt made them. */
  found: (jobId: string): string => `predictions/processing/${jobId}/found/`,
  foundOfShard: (jobId: string, shard: number): string =>
    `predictions/processing/${jobId}/found/${String(shard).padStart(2, '0')}/`,
};

/** Where images are read from: the bucket itself, or one that was attached. */
export interface ImageSource {
  bucket: string;
  prefix: string;
  /** Of the images of this source: what comes before the name that the manifest gives them. */
  blobPrefix: string;
}

/** The bucket's own images first. */
export function imageSources(bucket: string, attached: AttachedSource[]): ImageSource[] {
  return [
    ...attached.map(({ bucket: theirs, prefix, datasetId }) => ({
      bucket: theirs,
      prefix,
      blobPrefix: `images/${datasetId}/`,
    })),
    { bucket, prefix: 'images/', blobPrefix: 'images/' },
  ];
}
