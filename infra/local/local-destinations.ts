import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { DestinationUnwritable, FolderUnreadable, InvalidInput } from '../../shared/errors.ts';

/**
 * The folders that exports may be written to, by name: absolute, links resolved.
 *
 * @throws FolderUnreadable when one is no folder
 * @throws DestinationUnwritable when one takes no files
 * @throws InvalidInput when one lies in Lapidary's own data
 */
export async function localDestinations(
  named: ReadonlyMap<string, string>,
  dataFolder: string,
): Promise<Map<string, string>> {
  const own = await realpath(dataFolder);
  const folders = new Map<string, string>();
  for (const [name, path] of named) {
    const folder = await realpath(path).catch((error: unknown) => {
      throw new FolderUnreadable(path, error);
    });
    if (!(await stat(folder)).isDirectory()) throw new FolderUnreadable(path);
    if (isWithin(folder, own))
      throw new InvalidInput(`The destination ${name} lies in Lapidary's own data; name a folder beside it.`);
    await access(folder, constants.W_OK).catch((error: unknown) => {
      throw new DestinationUnwritable(name, error as Error);
    });
    folders.set(name, folder);
  }
  return folders;
}

/** What is written there would come back as new images. @throws InvalidInput */
export function refuseFollowed(destinations: ReadonlyMap<string, string>, followed: string[]): void {
  for (const [name, folder] of destinations) {
    const around = followed.find((one) => isWithin(folder, one));
    if (around !== undefined)
      throw new InvalidInput(
        `The destination ${name} lies in ${around}, whose images are followed: exports would come back as images. Name a folder elsewhere.`,
      );
  }
}

const isWithin = (folder: string, parent: string): boolean =>
  folder === parent || folder.startsWith(parent.endsWith(sep) ? parent : parent + sep);
