import type { BlobBody, Blobs } from '../../shared/blobs/blobs.ts';
import { csvCell } from '../../shared/formats/csv-cell.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import type { ExportedImages } from '../../shared/jobs/job-input.ts';

/** Links in an export work this long at most, or as long as what signed them: a week is the most that S3 allows. */
const LINK_SECONDS = 7 * 24 * 60 * 60;

export interface ContentOptions {
  blobs: Blobs;
  images: ExportedImages;
  /** Where an image lies that a format asks for; undefined: it is left out. */
  imageKeyOf: (key: string) => string | undefined;
}

/**
 * The files of an export with their bytes. Images are given as files, or as rows of a table `image-links.csv` (the
 * path that the labels expect, and a link to fetch it from), which comes last.
 */
export async function* outputContent(
  files: AsyncIterable<OutputFile>,
  { blobs, images, imageKeyOf }: ContentOptions,
): AsyncGenerator<{ path: string; body: BlobBody; isImage?: true }> {
  const linked: { path: string; key: string }[] = [];
  for await (const file of files) {
    if (!('imageOf' in file)) {
      yield {
        path: file.path,
        body: file.content instanceof Uint8Array ? file.content : toAsync(file.content),
      };
      continue;
    }
    const key = imageKeyOf(file.imageOf);
    if (key === undefined) continue;
    if (images === 'files') yield { path: file.path, body: await blobs.stream(key), isImage: true };
    else if (images === 'links') linked.push({ path: file.path, key });
  }
  if (linked.length > 0) yield { path: 'image-links.csv', body: linkTable(linked, blobs) };
}

async function* linkTable(linked: { path: string; key: string }[], blobs: Blobs): AsyncGenerator<Uint8Array> {
  yield Buffer.from('path,url\n');
  for (const { path, key } of linked) {
    const url = await blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
    yield Buffer.from(`${csvCell(path)},${csvCell(url)}\n`);
  }
}

async function* toAsync(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
