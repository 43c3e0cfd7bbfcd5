import { Zip, ZipDeflate } from 'fflate';
import type { KeyedFile } from '../uploads/dropped-files.ts';

/** More than this go as one zip: a folder may hold a file for every image. */
const MOST_SINGLE_FILES = 20;

/**
 * What is sent: the files as they are, or one zip of them. Read one at a time, so that only the packed bytes are held.
 */
export async function packFiles(
  files: readonly KeyedFile[],
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ name: string; body: Blob }[]> {
  if (files.length <= MOST_SINGLE_FILES) return files.map(({ key, file }) => ({ name: key, body: file }));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error !== null) failure = error;
    else chunks.push(chunk);
  });
  for (const [index, { key, file }] of files.entries()) {
    signal.throwIfAborted();
    const entry = new ZipDeflate(key, { level: 6 });
    zip.add(entry);
    entry.push(new Uint8Array(await file.arrayBuffer()), true);
    if (failure !== undefined) throw failure;
    onProgress(index + 1, files.length);
  }
  zip.end();
  return [{ name: 'labels.zip', body: new Blob(chunks, { type: 'application/zip' }) }];
}
