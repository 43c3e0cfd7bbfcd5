import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, realpath, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Moves all but the first of each group of exact duplicates to the same place below another folder. Nothing there is
 * ever replaced, links stay where they are, and a file is removed only once its other copy is in place.
 *
 * @returns what was moved, and what was left and why
 */
export async function moveDuplicates(
  folder: string,
  groups: readonly string[][],
  target: string,
): Promise<{ moved: { from: string; to: string }[]; left: { path: string; reason: string }[] }> {
  const moved: { from: string; to: string }[] = [];
  const left: { path: string; reason: string }[] = [];
  for (const group of groups) {
    // The kept one must be a real file: a link to a moved file would lead nowhere.
    const real: string[] = [];
    for (const path of group) {
      if ((await lstat(join(folder, path))).isFile()) real.push(path);
      else left.push({ path, reason: 'It is a link.' });
    }
    const targets = new Set<string>();
    for (const path of group) if (!real.includes(path)) targets.add(await realpath(join(folder, path)));
    const kept = await firstLinked(folder, real, targets);
    for (const path of real) {
      if (path === kept) continue;
      if (targets.has(await realpath(join(folder, path)))) {
        left.push({ path, reason: 'A link leads to it.' });
        continue;
      }
      const from = join(folder, path);
      const to = join(target, path);
      try {
        await mkdir(dirname(to), { recursive: true });
        await moveFile(from, to);
        moved.push({ from: path, to });
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        left.push({ path, reason: code === 'EEXIST' ? `${to} exists already.` : message });
      }
    }
  }
  return { moved, left };
}

async function firstLinked(
  folder: string,
  real: string[],
  targets: Set<string>,
): Promise<string | undefined> {
  for (const path of real) if (targets.has(await realpath(join(folder, path)))) return path;
  return real[0];
}

/** Unlike rename, neither link nor an exclusive copy replaces a file that is there already. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    if ((await stat(from)).size !== (await stat(to)).size)
      throw new Error(`${to} is not complete.`, { cause: error });
  }
  await unlink(from);
}
