import { PassThrough, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { fromRandomAccessReader, RandomAccessReader } from 'yauzl';
import type { ZipFile } from 'yauzl';
import type { Blobs } from '../blobs/blobs.ts';
import { InvalidInput } from '../errors.ts';
import { ZIP_OPTIONS, zipEntries } from '../formats/zip-entries.ts';

class BlobReader extends RandomAccessReader {
  readonly #blobs: Pick<Blobs, 'stream'>;
  readonly #key: string;

  constructor(blobs: Pick<Blobs, 'stream'>, key: string) {
    super();
    this.#blobs = blobs;
    this.#key = key;
  }

  /** `end` is exclusive. */
  override _readStreamForRange(start: number, end: number): PassThrough {
    const out = new PassThrough();
    this.#blobs.stream(this.#key, { start, end: end - 1 }).then(
      (stream) => {
        const source = Readable.fromWeb(stream as NodeReadableStream);
        source.on('error', (error) => out.destroy(error));
        source.pipe(out);
      },
      (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    return out;
  }
}

/**
 * A zip in the blob store, read in place by ranges: nothing is unpacked to disk. `name` names it in what is told.
 *
 * @throws InvalidInput when it is no zip
 */
export async function zipOfBlob(blobs: Pick<Blobs, 'stream'>, key: string, size: number, name: string) {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromRandomAccessReader(new BlobReader(blobs, key), size, ZIP_OPTIONS, (error, opened) => {
      if (error) reject(new InvalidInput(`"${name}" is not a zip that can be read: ${error.message}`));
      else resolve(opened);
    });
  });
  return zipEntries(zip, name);
}
