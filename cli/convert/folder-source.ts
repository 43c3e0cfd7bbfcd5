import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { NotFound } from '../../shared/errors.ts';
import type { FileSource, SourceFile } from '../../shared/formats/file-source.ts';

/**
 * A folder on this machine. Links are followed only as long as they stay inside it; hidden files and folders are left
 * out, so are loops.
 */
export async function folderSource(folder: string, main?: string): Promise<FileSource> {
  const root = await realpath(folder);
  const isInside = (path: string): boolean => path === root || path.startsWith(root + sep);
  let listed: Promise<SourceFile[]> | undefined;

  const walk = async (at: string, seen: Set<string>, files: SourceFile[]): Promise<void> => {
    const real = await realpath(join(root, at));
    if (!isInside(real) || seen.has(real)) return;
    seen.add(real);
    for (const entry of (await readdir(real, { withFileTypes: true })).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.name.startsWith('.')) continue;
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) await walk(path, seen, files);
      else if (entry.isFile()) files.push({ path, size: (await stat(join(root, path))).size });
      else if (entry.isSymbolicLink()) {
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
      yield* createReadStream(real, { highWaterMark: 1024 * 1024, ...options }) as AsyncIterable<Uint8Array>;
    },
  };
}
