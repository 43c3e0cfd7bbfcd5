import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import type { Problem } from '../../shared/formats/problem-log.ts';
import type { ImportLabelsInput } from '../../shared/jobs/job-input.ts';
import { zipOfBlob } from '../../shared/jobs/zip-of-blob.ts';

interface ImportSource {
  source: FileSource;
  /** Entries of a zip that are not read. */
  refused: readonly Problem[];
  close: () => void;
}

/**
 * The uploaded files as a source for the formats: one zip as what it holds, else the files as they are called.
 *
 * @throws InvalidInput when a file has not been sent yet, or is no zip
 */
export async function importSource(
  { projectId, uploadId, files }: ImportLabelsInput,
  blobs: Blobs,
): Promise<ImportSource> {
  const found = new Map<string, { key: string; size: number }>();
  for (const [index, { name }] of files.entries()) {
    const key = blobKeys.importUpload(projectId, uploadId, index);
    const head = await blobs.head(key);
    if (!head) throw new InvalidInput(`The file "${name}" has not been uploaded yet.`);
    found.set(name, { key, size: head.size });
  }
  const [only] = files;
  if (files.length === 1 && /\.zip$/i.test(only.name)) {
    const { key, size } = found.get(only.name)!;
    const zip = await zipOfBlob(blobs, key, size, only.name);
    return { source: zip, refused: zip.refused, close: () => zip.close() };
  }
  const source: FileSource = {
    ...(files.length === 1 ? { main: only.name } : {}),
    list: () =>
      Promise.resolve(
        [...found].map(([path, { size }]) => ({ path, size })).sort((a, b) => (a.path < b.path ? -1 : 1)),
      ),
    async *open(path, range) {
      const file = found.get(path);
      if (!file) throw new InvalidInput(`There is no file "${path}".`);
      if (file.size === 0 || (range && range.start >= Math.min(range.end, file.size))) return;
      yield* await blobs.stream(file.key, range && { start: range.start, end: range.end - 1 });
    },
  };
  return { source, refused: [], close: () => undefined };
}
