import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { InvalidInput, NotFound } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import type { FileSource, SourceFile } from './file-source.ts';
import type { Problem } from './problem-log.ts';

/** A file of a label archive rarely shrinks to less than a hundredth; a bomb does by a factor of a thousand. */
const MAX_RATIO = 300;
const SMALL_BYTES = 16 * 1024 * 1024;
const MAX_ENTRIES = 5_000_000;

/** How yauzl must open a zip for `zipEntries`. */
export const ZIP_OPTIONS = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: true,
} as const;

/**
 * A zip read in place; `path` names it in what is told. Entries that climb out with `..`, name an absolute path, are links or encrypted, or unpack to
 * more than 300 times their size are refused one by one and listed in `refused`; nothing is ever written to disk.
 */
export async function zipEntries(
  zip: ZipFile,
  path: string,
): Promise<FileSource & { refused: Problem[]; close(): void }> {
  const entries = new Map<string, Entry>();
  const refused: Problem[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) =>
      reject(new InvalidInput(`"${path}" is not a zip that can be read: ${error.message}`)),
    );
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      const name = decodeText(entry.fileName as unknown as Uint8Array).replaceAll('\\', '/');
      const fault = name.endsWith('/') ? undefined : faultOf(entry, name);
      if (fault !== undefined) refused.push({ file: name.slice(0, 300), where: '', reason: fault });
      else if (!name.endsWith('/') && !name.startsWith('__MACOSX/')) {
        if (entries.has(name))
          refused.push({
            file: name,
            where: '',
            reason: 'The archive holds this file twice; the first is taken.',
          });
        else entries.set(name, entry);
      }
      if (entries.size > MAX_ENTRIES)
        reject(new InvalidInput(`"${path}" holds more than ${MAX_ENTRIES} files.`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
  const files: SourceFile[] = [...entries]
    .map(([name, entry]) => ({ path: name, size: entry.uncompressedSize }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    refused,
    close: () => zip.close(),
    list: () => Promise.resolve(files),
    async *open(name, range) {
      const entry = entries.get(name);
      if (!entry) throw new NotFound('file', name);
      const stream = await openEntry(zip, entry);
      const [from, to] = [range?.start ?? 0, range?.end ?? Infinity];
      let at = 0;
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        const part = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
        at += chunk.length;
        if (part.length > 0) yield part;
        if (at >= to) break;
      }
      stream.destroy();
    },
  };
}

function faultOf(entry: Entry, name: string): string | undefined {
  if (
    name.includes('\0') ||
    name.startsWith('/') ||
    /^[A-Za-z]:/.test(name) ||
    name.split('/').includes('..')
  ) {
    return 'The entry leads outside the archive; it is refused.';
  }
  // The upper half holds the Unix mode; 0xA000 is a symbolic link.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000)
    return 'The entry is a link; it is refused.';
  if (entry.isEncrypted()) return 'The entry is encrypted; it is left out.';
  if (entry.uncompressedSize > SMALL_BYTES && entry.uncompressedSize > entry.compressedSize * MAX_RATIO) {
    return `The entry would unpack from ${entry.compressedSize} to ${entry.uncompressedSize} bytes; it is refused as a zip bomb.`;
  }
  return undefined;
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new InvalidInput(`An entry of the archive cannot be read: ${error.message}`));
      else resolve(stream);
    });
  });
}
