import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import { zipOfBlob } from '../../shared/jobs/zip-of-blob.ts';
import type { PredictionSet } from '../../shared/store/records/prediction-set.ts';

/** A COCO file that says what the numbers of a results list stand for. */
export interface Companion {
  images?: { id?: unknown; file_name?: unknown }[];
  categories?: { id?: unknown; name?: unknown }[];
}

export interface UploadedFiles {
  source: FileSource;
  companion?: Companion;
  close?: () => void;
}

const HEAD_BYTES = 64 * 1024;

/**
 * The uploaded files as a source for the formats. When one is a COCO results list, the COCO file beside it only
 * names its images and categories. One zip is taken for what it holds.
 *
 * @throws InvalidInput when a file has not been sent yet, or is no zip
 */
export async function uploadedFiles(set: PredictionSet, blobs: Blobs): Promise<UploadedFiles> {
  const keyOf = new Map(set.files.map(({ name }, i) => [name, blobKeys.predictionUpload(set.id, i)]));
  for (const [name, key] of keyOf) {
    if (!(await blobs.head(key))) throw new InvalidInput(`The file "${name}" has not been uploaded yet.`);
  }
  const [only] = set.files;
  if (set.files.length === 1 && /\.zip$/i.test(only.name)) {
    const zip = await zipOfBlob(blobs, blobKeys.predictionUpload(set.id, 0), only.size, only.name);
    return { source: zip, close: () => zip.close() };
  }
  const source = (names: string[], main?: string): FileSource => ({
    ...(main === undefined ? {} : { main }),
    list: () =>
      Promise.resolve(
        set.files.filter(({ name }) => names.includes(name)).map(({ name, size }) => ({ path: name, size })),
      ),
    open: async function* (path, range) {
      const key = keyOf.get(path);
      if (key === undefined) throw new InvalidInput(`There is no file "${path}".`);
      const bounds = range && { start: range.start, end: range.end - 1 };
      yield* await blobs.stream(key, bounds);
    },
  });
  const names = [...keyOf.keys()];
  const json = names.filter((name) => /\.json$/i.test(name));
  if (json.length === 2 && names.length === 2) {
    const heads = await Promise.all(json.map((name) => head(blobs, keyOf.get(name) ?? '')));
    const results = heads.findIndex((text) => /^\s*\[/.test(text));
    if (results >= 0 && /^\s*\{/.test(heads[1 - results])) {
      const bytes = await blobs.get(keyOf.get(json[1 - results]) ?? '');
      const companion = JSON.parse(Buffer.from(bytes).toString()) as Companion;
      return { source: source([json[results]], json[results]), companion };
    }
  }
  return { source: source(names, names.length === 1 ? names[0] : undefined) };
}

async function head(blobs: Blobs, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await blobs.stream(key)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}
