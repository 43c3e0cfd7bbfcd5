import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface FoundFile {
  /** Relative to the folder, with `/` on every system. */
  path: string;
  absolute: string;
  size: number;
  modifiedMs: number;
  isLink: boolean;
}

export interface FoundFiles {
  files: FoundFile[];
  /** Files and folders that could not even be looked at. */
  unreadable: { path: string; reason: string }[];
}

/**
 * All files below a folder, sorted by path; hidden ones (a leading dot) are left out. A link to a file is read like the
 * file; a link to a folder is not followed, so a circle of links cannot trap the walk and nothing outside is swept in.
 *
 * @param except a folder that is not walked (where duplicates are moved to)
 */
export async function findFiles(folder: string, except?: string): Promise<FoundFiles> {
  const root = await realpath(folder);
  const skipped = except === undefined ? undefined : await realpath(except).catch(() => undefined);
  const found: FoundFiles = { files: [], unreadable: [] };
  const waiting = [root];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const here = directory;
    const told = (absolute: string) => relative(root, absolute).split(sep).join('/') || '.';
    try {
      for await (const entry of await opendir(here)) {
        if (entry.name.startsWith('.')) continue;
        const absolute = join(here, entry.name);
        if (entry.isDirectory()) {
          if (absolute !== skipped) waiting.push(absolute);
          continue;
        }
        if (!entry.isFile() && !entry.isSymbolicLink()) continue;
        const facts = await stat(absolute).catch((error: unknown) => error as NodeJS.ErrnoException);
        if (facts instanceof Error)
          found.unreadable.push({ path: told(absolute), reason: reasonOf(facts, entry.isSymbolicLink()) });
        else if (facts.isFile())
          found.files.push({
            path: told(absolute),
            absolute,
            size: facts.size,
            modifiedMs: facts.mtimeMs,
            isLink: entry.isSymbolicLink(),
          });
      }
    } catch (error) {
      found.unreadable.push({ path: told(here), reason: reasonOf(error as NodeJS.ErrnoException, false) });
    }
  }
  found.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return found;
}

function reasonOf(error: NodeJS.ErrnoException, isLink: boolean): string {
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'Permission to read it is missing.';
  if (error.code === 'ENOENT' && isLink) return 'The link leads nowhere.';
  if (error.code === 'ELOOP') return 'The link leads in a circle.';
  return `It cannot be opened (${error.code ?? error.message}).`;
}
