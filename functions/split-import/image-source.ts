import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import { isImagePath } from '../../shared/formats/image-index.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';

interface ProjectImage {
  blobKey: string;
  size: number;
}

/**
 * Where formats look for images and their sizes: those that came with the labels, and those of the project, each under
 * its key. Formats that keep a text file per image (`labels/train/a.txt`) find the image in the place that mirrors it
 * (`images/train/a.png`).
 */
export async function imageSource(
  uploaded: FileSource,
  datasetIds: readonly string[],
  { assets, blobs }: { assets: Pick<AssetStore, 'listShard'>; blobs: Pick<Blobs, 'stream'> },
): Promise<FileSource> {
  const files = await uploaded.list();
  const own = new Set(files.map(({ path }) => path));
  const found = new Map<string, ProjectImage>();
  const byStem = new Map<string, { name: string; image: ProjectImage } | null>();
  for (const datasetId of datasetIds) {
    for (let shard = 0; shard < SHARD_COUNT; shard++) {
      for await (const { key, size, status } of assets.listShard(datasetId, shard)) {
        if (status !== 'ready') continue;
        const image = { blobKey: blobKeys.image(datasetId, key), size };
        if (!own.has(key)) found.set(key, image);
        const name = key.slice(key.lastIndexOf('/') + 1);
        const stem = stemOf(name);
        byStem.set(stem, byStem.has(stem) ? null : { name, image });
      }
    }
  }
  for (const { path } of files) {
    if (!/\.txt$/i.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const match = byStem.get(stemOf(path.slice(folder.length)));
    if (!match) continue;
    const mirrored = folder.replace(/(^|\/)labels\/(?!.*(^|\/)labels\/)/, '$1images/') + match.name;
    if (!own.has(mirrored)) found.set(mirrored, match.image);
  }
  return {
    list: () =>
      Promise.resolve(
        [
          ...files.filter(({ path }) => isImagePath(path)),
          ...[...found].map(([path, { size }]) => ({ path, size })),
        ].sort((a, b) => (a.path < b.path ? -1 : 1)),
      ),
    async *open(path, range) {
      if (own.has(path)) {
        yield* uploaded.open(path, range);
        return;
      }
      const image = found.get(path);
      if (!image) throw new InvalidInput(`There is no image "${path}".`);
      // An end behind the last byte means the last byte.
      yield* await blobs.stream(image.blobKey, range && { start: range.start, end: range.end - 1 });
    },
  };
}

function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
