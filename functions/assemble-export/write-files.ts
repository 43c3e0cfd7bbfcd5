import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { BlobBody } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { type ContentOptions, outputContent } from './output-content.ts';

export interface WriteFilesOptions extends ContentOptions {
  keyOf: (path: string) => string;
  zipName: string;
  /** Written into the ZIP, so that the same export gives the same bytes. */
  time: Date;
}

/** One file is stored as it is, several as a ZIP that is written while it is read. */
export async function writeFiles(
  files: AsyncIterable<OutputFile>,
  options: WriteFilesOptions,
): Promise<{ file: string; size: number; files: number }> {
  const { blobs, keyOf } = options;
  const iterator = outputContent(files, options)[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new InvalidInput('There is nothing to export: no image with labels was found.');
  // A format may rely on a file being read before the next is asked for, so the first is stored before we know.
  const { path, body: firstBody } = first.value;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const firstKey = keyOf(`first/${name}`);
  await blobs.put(firstKey, firstBody);
  let next = await iterator.next();
  if (next.done) {
    const { size } = await blobs.put(keyOf(name), await blobs.stream(firstKey));
    await blobs.delete(firstKey);
    return { file: name, size, files: 1 };
  }

  const zip = new ZipFile();
  const stored = blobs.put(keyOf(options.zipName), zip.outputStream as unknown as AsyncIterable<Uint8Array>, {
    contentType: 'application/zip',
  });
  // Whoever awaits it below sees the failure; until then it must not count as unhandled.
  stored.catch(() => {});
  let fileCount = 0;
  async function add(filePath: string, body: BlobBody): Promise<void> {
    const source = Readable.from(body instanceof Uint8Array ? [body] : body);
    const isPacked = /\.(jpe?g|png|webp|avif|gif)$/i.test(filePath);
    zip.addReadStream(source, filePath, { mtime: options.time, compress: !isPacked });
    fileCount++;
    await Promise.race([finished(source), stored]);
  }
  try {
    await add(path, await blobs.stream(firstKey));
    for (; !next.done; next = await iterator.next()) await add(next.value.path, next.value.body);
    zip.end();
  } catch (error) {
    (zip.outputStream as Readable).destroy(error as Error);
    await stored.catch(() => {});
    throw error;
  }
  const { size } = await stored;
  await blobs.delete(firstKey);
  return { file: options.zipName, size, files: fileCount };
}
