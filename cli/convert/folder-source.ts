import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { NotFound } from '../../shared/errors.ts';
import type { FileSource, SourceFile } from '../../shared/formats/file-source.ts';

/** Beside a single label file images are looked for among so many files, not on a whole disk. */
const MAX_FILES_BESIDE = 300_000;

/**
 * A folder on this machine. Links are followed only as long as they stay inside it; hidden files and folders are left
 * out, so are loops.
 */
export async function folderSource(folder: string, main?: string): Promise<FileSource> {
  const root = await realpath(folder);
  const isInside = (path: string): boolean => path === root || path.startsWith(root + sep);
  let listed: Promise<SourceFile[]> | undefined;

  const walk = async (at: string, seen: Set<string>, files: SourceFile[]): Promise<void> => {
    const real = await realpath(join(root, at)).catch(() => undefined);
    if (real === undefined || !isInside(real) || seen.has(real)) return;
    seen.add(real);
    // Folders that may not be read are somebody else's and left out.
    const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      if (main !== undefined && files.length >= MAX_FILES_BESIDE) return;
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) await walk(path, seen, files);
      else if (entry.isFile()) {
        const facts = await stat(join(root, path)).catch(() => undefined);
        if (facts) files.push({ path, size: facts.size });
      } else if (entry.isSymbolicLink()) {
        const target = await realpath(join(root, path)).catch(() => undefined);
        if (target === undefined || !isInside(target)) continue;
        const facts = await stat(target);
        if (facts.isDirectory()) await walk(path, seen, files);
        else if (facts.isFile()) files.push({ path, size: facts.size });
      }
    }
  };

  return {
    ...(main === undefined ? {} : { main }),
    list: () =>
      (listed ??= (async () => {
        const files: SourceFile[] = [];
        await walk('', new Set(), files);
        return files.sort((a, b) => (a.path < b.path ? -1 : 1));
      })()),
    async *open(path, range) {
      const real = await realpath(join(root, path)).catch(() => undefined);
      if (real === undefined || !isInside(real)) throw new NotFound('file', path);
      const options = range ? { start: range.start, end: range.end - 1 } : {};
      yield* createReadStream(real, { highWaterMark: 256 * 1024, ...options }) as AsyncIterable<Uint8Array>;
    },
  };
}
