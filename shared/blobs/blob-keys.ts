/** Where things lie in the blob store. `images/` belongs to the user and is only read. */
export const blobKeys = {
  image: (datasetId: string, key: string): string => `images/${datasetId}/${key}`,
  thumbnail: (assetId: string): string => `thumbnails/${assetId}.webp`,
  exportPart: (jobId: string, part: string): string => `exports/${jobId}/parts/${part}`,
  exportFile: (jobId: string, name: string): string => `exports/${jobId}/${name}`,
  snapshotPart: (snapshotId: string, part: string): string => `snapshots/${snapshotId}/parts/${part}`,
  /** Content-addressed: the same manifest is the same blob. */
  snapshotManifest: (sha256: string): string => `snapshots/${sha256}.json`,
} as const;

/** The dataset and the file's key of `images/<datasetId>/<key>`; undefined for any other blob. */
export function parseImageKey(blobKey: string): { datasetId: string; key: string } | undefined {
  const match = /^images\/([^/]+)\/(.+)$/s.exec(blobKey);
  return match ? { datasetId: match[1], key: match[2] } : undefined;
}
