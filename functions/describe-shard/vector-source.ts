import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { embeddingSource } from '../../shared/curation/embedding-name.ts';
import { readVectorSet } from '../../shared/curation/vectors/read-vector-set.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import type { Asset } from '../../shared/store/records/asset.ts';
import { describeAsset } from './describe-asset.ts';
import { poolTensors } from './pool-tensors.ts';

/** The vector of an image; undefined when it cannot be had. */
export type VectorSource = (asset: Asset) => Promise<Float32Array | undefined>;

/**
 * Where a project's vectors come from. `isFixed`: a vector never changes for the same bytes of the image, so that what
 * is kept need not be asked for again.
 *
 * @throws NotFound, InvalidInput when the vectors somebody brought are not there or cannot be read
 */
export async function vectorSource(
  embedding: string,
  projectId: string,
  { blobs, models }: { blobs: Blobs; models?: ModelAccess },
): Promise<{ isFixed: boolean; vectorOf: VectorSource }> {
  const { kind, name } = embeddingSource(embedding);
  if (kind === 'own') {
    const { table, rows } = await ownVectors(projectId, name, blobs);
    const vectorOf: VectorSource = (asset) => {
      const row = rows.get(asset.key) ?? rows.get(asset.sha256);
      const { data, dimensions } = table;
      return Promise.resolve(
        row === undefined ? undefined : data.subarray(row * dimensions, (row + 1) * dimensions),
      );
    };
    return { isFixed: false, vectorOf };
  }
  if (kind === 'model') {
    if (!models) throw new InvalidInput('No models can be run here; choose another embedding.');
    const vectorOf: VectorSource = async (asset) => {
      const read = () => blobs.get(blobKeys.image(asset.datasetId, asset.key));
      try {
        const { tensors } = await models.models.encode(
          name,
          { sha256: asset.sha256, read },
          { priority: 'batch' },
        );
        return poolTensors(tensors);
      } catch (error) {
        if (error instanceof ImageFault) return undefined;
        if (error instanceof NotFound && !(await isThere(blobs, asset))) return undefined;
        throw error;
      }
    };
    return { isFixed: true, vectorOf };
  }
  return { isFixed: true, vectorOf: (asset) => describeAsset(asset, blobs) };
}

async function isThere(blobs: Blobs, asset: Asset): Promise<boolean> {
  return (await blobs.head(blobKeys.image(asset.datasetId, asset.key))) !== undefined;
}

async function ownVectors(projectId: string, name: string, blobs: Blobs) {
  const key = (file: 'vectors.npy' | 'vectors.parquet' | 'names.txt') =>
    blobKeys.ownVectors(projectId, name, file);
  try {
    if (await blobs.head(key('vectors.parquet')))
      return await readVectorSet({ format: 'parquet', vectors: await blobs.get(key('vectors.parquet')) });
    const names = new TextDecoder().decode(await blobs.get(key('names.txt')));
    return await readVectorSet({ format: 'npy', vectors: await blobs.get(key('vectors.npy')), names });
  } catch (error) {
    throw error instanceof NotFound ? new NotFound('set of vectors', name) : error;
  }
}
