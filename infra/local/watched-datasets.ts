import { readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { AlreadyExists, FolderUnreadable } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { datasetStore } from '../../shared/store/dataset-store.ts';
import type { LocalSeams } from './local-seams.ts';
import type { ObjectEvents } from './object-events.ts';
import { watchFolder } from './watched-folder.ts';
import type { WatchedFolder } from './watched-folder.ts';

export interface WatchedDatasets {
  /** Resolves when every folder has been walked through once. */
  scanned: Promise<void>;
  /** Absolute paths, links resolved. */
  folders: string[];
  close: () => Promise<void>;
}

export interface WatchedDatasetsOptions {
  dataFolder: string;
  /** Named now; those of earlier starts are followed as well. */
  folders: string[];
  seams: Pick<LocalSeams, 'store' | 'blobs'>;
  events: Pick<ObjectEvents, 'publish'>;
  createdBy: string;
  log: Log;
}

/**
 * Makes each folder a dataset of its own and follows it. The originals are read where they are: the dataset's keys
 * below `images/` are mounted from the folder, never copied and never written.
 *
 * @throws FolderUnreadable when a folder named now is none
 */
export async function watchDatasets(options: WatchedDatasetsOptions): Promise<WatchedDatasets> {
  const { dataFolder, seams, events, createdBy, log } = options;
  const listFile = join(dataFolder, 'folders.json');
  const named = await Promise.all(options.folders.map(resolveFolder));
  const remembered = await rememberedFolders(listFile);
  const datasets = datasetStore(seams.store);
  for (const folder of named) {
    await datasets
      .create({ id: datasetIdOf(folder), name: basename(folder), source: folder, createdBy })
      .catch((error: unknown) => {
        if (!(error instanceof AlreadyExists)) throw error;
      });
  }
  const folders: string[] = [];
  for (const folder of new Set([...remembered, ...named])) {
    // A dataset that was deleted stays away until its folder is named again.
    if (await datasets.find(datasetIdOf(folder))) folders.push(folder);
  }
  await writeFile(`${listFile}.new`, JSON.stringify(folders));
  await rename(`${listFile}.new`, listFile);

  const watched: WatchedFolder[] = [];
  const scans: Promise<void>[] = [];
  let isClosed = false;
  // In the background: a dataset of 100,000 images takes a while to read, and the host is of use before.
  async function follow(folder: string, datasetId: string): Promise<void> {
    try {
      const known = await knownFiles(seams, datasetId);
      if (isClosed) return;
      const created = (key: string, file: { size: number; etag: string }) =>
        events.publish({ type: 'created', key: blobKeys.image(datasetId, key), ...file });
      const deleted = (key: string) =>
        events.publish({ type: 'deleted', key: blobKeys.image(datasetId, key) });
      const one = watchFolder({ folder, log, known, created, deleted });
      watched.push(one);
      await one.scanned;
    } catch (error) {
      if (!isClosed) log.error('A folder cannot be followed.', { folder, error: String(error) });
    }
  }
  for (const folder of folders) {
    const datasetId = datasetIdOf(folder);
    seams.blobs.mount(blobKeys.image(datasetId, ''), folder);
    if (!(await isFolder(folder))) {
      log.warn(`The folder ${folder} is not there now; its images cannot be shown.`);
      continue;
    }
    scans.push(follow(folder, datasetId));
  }
  return {
    scanned: Promise.all(scans).then(() => {}),
    folders,
    close: async () => {
      isClosed = true;
      await Promise.all(watched.map((each) => each.close()));
    },
  };
}

const datasetIdOf = (folder: string): string => deriveId('folder', folder);

async function resolveFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    throw new FolderUnreadable(path, error);
  }
  throw new FolderUnreadable(path);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function rememberedFolders(listFile: string): Promise<string[]> {
  const text = await readFile(listFile, 'utf8').catch(() => '[]');
  return JSON.parse(text) as string[];
}

async function knownFiles(seams: Pick<LocalSeams, 'store'>, datasetId: string): Promise<Map<string, string>> {
  const assets = assetStore(seams.store);
  const known = new Map<string, string>();
  let pageToken: string | undefined;
  do {
    const page = await assets.list({ datasetId, pageToken, limit: 500 });
    for (const asset of page.items) known.set(asset.key, asset.etag ?? '');
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return known;
}
