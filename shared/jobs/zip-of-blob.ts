import { PassThrough, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { fromRandomAccessReader, RandomAccessReader } from 'yauzl';
import type { ZipFile } from 'yauzl';
import type { Blobs } from '../blobs/blobs.ts';
import { InvalidInput } from '../errors.ts';
import { ZIP_OPTIONS, zipEntries } from '../formats/zip-entries.ts';

/** Bytes fetched at once for the small pieces that a zip is full of: the heads of its entries, and short entries. */
const WINDOW_BYTES = 256 * 1024;

/** Asks the store once for what lies close together: an archive of 100,000 short files has 200,000 heads. */
class BlobReader extends RandomAccessReader {
  readonly #blobs: Pick<Blobs, 'stream'>;
  readonly #key: string;
  readonly #size: number;
  #window = { start: 0, bytes: new Uint8Array() };

  constructor(blobs: Pick<Blobs, 'stream'>, key: string, size: number) {
    super();
    this.#blobs = blobs;
    this.#key = key;
    this.#size = size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#near(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        // Not at once: a walk through many entries must leave room for other work.
        setImmediate(callback, null);
      },
      (error: unknown) => setImmediate(callback, asError(error)),
    );
  }

  /** `end` is exclusive. */
  override _readStreamForRange(start: number, end: number): PassThrough {
    const out = new PassThrough();
    const held = this.#held(start, end);
    if (held) return out.end(held);
    this.#blobs.stream(this.#key, { start, end: end - 1 }).then(
      (stream) => {
        const source = Readable.fromWeb(stream as NodeReadableStream);
        source.on('error', (error) => out.destroy(error));
        source.pipe(out);
      },
      (error: unknown) => out.destroy(asError(error)),
    );
    return out;
  }

  #held(start: number, end: number): Uint8Array | undefined {
    const { start: from, bytes } = this.#window;
    return start >= from && end <= from + bytes.length ? bytes.subarray(start - from, end - from) : undefined;
  }

  async #near(start: number, end: number): Promise<Uint8Array> {
    const held = this.#held(start, end);
    if (held) return held;
    const last = Math.min(this.#size, Math.max(end, start + WINDOW_BYTES)) - 1;
    const stream = await this.#blobs.stream(this.#key, { start, end: last });
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    this.#window = { start, bytes };
    return bytes.subarray(0, end - start);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * A zip in the blob store, read in place by ranges: nothing is unpacked to disk. `name` names it in what is told.
 *
 * @throws InvalidInput when it is no zip
 */
export async function zipOfBlob(blobs: Pick<Blobs, 'stream'>, key: string, size: number, name: string) {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromRandomAccessReader(new BlobReader(blobs, key, size), size, ZIP_OPTIONS, (error, opened) => {
      if (error) reject(new InvalidInput(`"${name}" is not a zip that can be read: ${error.message}`));
      else resolve(opened);
    });
  });
  return zipEntries(zip, name);
}
