/** Where things lie in the blob store. `images/` belongs to the user and is only read. */
export const blobKeys = {
  image: (datasetId: string, key: string): string => `images/${datasetId}/${key}`,
  thumbnail: (assetId: string): string => `thumbnails/${assetId}.webp`,
  labels: (sha256: string): string => `labels/${sha256}`,
  /** What one shard leaves for the step that puts the shards together. */
  exportPart: (jobId: string, shard: number): string =>
    `exports/${jobId}/parts/${String(shard).padStart(2, '0')}`,
  /** How far an export to a destination has come. */
  exportDelivery: (jobId: string): string => `exports/${jobId}/delivery`,
  snapshotPart: (jobId: string, shard: number): string =>
    `snapshots/parts/${jobId}/${String(shard).padStart(2, '0')}`,
  importUpload: (projectId: string, uploadId: string, index: number): string =>
    `imports/${projectId}/${uploadId}/${index}`,
  importPart: (jobId: string, shard: number, piece: number): string =>
    `imports/parts/${jobId}/${String(shard).padStart(2, '0')}-${piece}`,
  predictionUpload: (predictionSetId: string, index: number): string =>
    `predictions/${predictionSetId}/uploads/${index}`,
  predictionPart: (jobId: string, shard: number): string =>
    `predictions/parts/${jobId}/${String(shard).padStart(2, '0')}`,
  evaluationPart: (jobId: string, shard: number, table: string): string =>
    `evaluations/${jobId}/parts/${String(shard).padStart(2, '0')}-${table}.parquet`,
  /** `images`, `predictions` or `truths`. */
  evaluationTable: (evaluationId: string, table: string): string =>
    `evaluations/${evaluationId}/${table}.parquet`,
  evaluationReport: (evaluationId: string): string => `evaluations/${evaluationId}/report.json`,
  /** What a model's encoder makes of an image. */
  embedding: (modelId: string, sha256: string): string => `embeddings/${modelId}/${sha256}`,
  /** Of the built-in descriptor, by the image's hash; the number moves with its definition. */
  descriptor: (sha256: string): string => `embeddings/built-in-1/${sha256}`,
  /** All images of one shard of a project with their vectors; written anew by each curation. */
  vectorPack: (projectId: string, embedding: string, shard: number): string =>
    `embeddings/packs/${projectId}/${embedding}/${String(shard).padStart(2, '0')}`,
  /** What a curation that is under way has of a shard so far. */
  unfinishedPack: (projectId: string, embedding: string, shard: number): string =>
    `embeddings/packs/${projectId}/${embedding}/${String(shard).padStart(2, '0')}-unfinished`,
  /** Of a registered model; `model.json` is written last. */
  modelFile: (modelId: string, name: string): string => `models/${modelId}/${name}`,
  /** Vectors that somebody brought. */
  ownVectors: (
    projectId: string,
    name: string,
    file: 'vectors.npy' | 'vectors.parquet' | 'names.txt',
  ): string => `embeddings/own/${projectId}/${name}/${file}`,
  curationTable: (curationId: string): string => `curations/${curationId}/images.parquet`,
  curationClusters: (curationId: string): string => `curations/${curationId}/clusters.json`,
  exportFile: (jobId: string, name: string): string => `exports/${jobId}/${name}`,
  /** Content-addressed: what two snapshots share is stored once. */
  snapshotRoot: (sha256: string): string => `snapshots/roots/${sha256}`,
  snapshotLeaf: (sha256: string): string => `snapshots/leaves/${sha256}`,
  snapshotOntology: (sha256: string): string => `snapshots/ontologies/${sha256}`,
} as const;

/** The dataset and the file's key of `images/<datasetId>/<key>`; undefined for any other blob. */
export function parseImageKey(blobKey: string): { datasetId: string; key: string } | undefined {
  const match = /^images\/([^/]+)\/(.+)$/s.exec(blobKey);
  return match ? { datasetId: match[1], key: match[2] } : undefined;
}
