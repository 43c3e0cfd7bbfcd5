import { open } from 'yauzl';
import type { ZipFile } from 'yauzl';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import type { Problem } from '../../shared/formats/problem-log.ts';
import { ZIP_OPTIONS, zipEntries } from '../../shared/formats/zip-entries.ts';

/** A zip on disk, read in place. */
export async function zipSource(path: string): Promise<FileSource & { refused: Problem[]; close(): void }> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, ZIP_OPTIONS, (error, opened) => {
      if (error) reject(new InvalidInput(`"${path}" is not a zip that can be read: ${error.message}`));
      else resolve(opened);
    });
  });
  return zipEntries(zip, path);
}
