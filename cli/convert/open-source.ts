import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import type { Problem } from '../../shared/formats/problem-log.ts';
import { folderSource } from './folder-source.ts';
import { zipSource } from './zip-source.ts';

/** A folder, a zip, or one label file in its folder. `refused` are entries of a zip that are not read. */
export async function openSource(
  path: string,
): Promise<{ source: FileSource; refused: readonly Problem[]; folder?: string; close: () => void }> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) throw new InvalidInput(`There is no file or folder "${path}".`, { path });
  if (facts.isDirectory())
    return { source: await folderSource(path), refused: [], folder: path, close: () => undefined };
  if (!facts.isFile()) throw new InvalidInput(`"${path}" is neither a file nor a folder.`, { path });
  if (/\.zip$/i.test(path)) {
    const source = await zipSource(path);
    return { source, refused: source.refused, close: () => source.close() };
  }
  const folder = dirname(path);
  return { source: await folderSource(folder, basename(path)), refused: [], folder, close: () => undefined };
}
