import { readdir } from 'node:fs/promises';
import { FolderNotEmpty } from '../../../shared/errors.ts';

/** @throws FolderNotEmpty unless the folder is missing or empty */
export async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0) throw new FolderNotEmpty(folder);
}
