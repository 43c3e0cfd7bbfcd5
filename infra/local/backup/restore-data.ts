import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BackupUnusable } from '../../../shared/errors.ts';
import { diskBlobs } from '../../../shared/blobs/disk-blobs.ts';
import { checkDatabase } from '../check-database.ts';
import { BackupManifest, KEPT_FILES, MANIFEST_FILE } from './backup-manifest.ts';
import { copyBlobs } from './copy-blobs.ts';
import { hashFile } from './hash-file.ts';
import { requireEmpty } from './require-empty.ts';

/**
 * Makes the data folder of a host from a backup. It is put together beside its place and moved there when it is whole,
 * so nothing that was cut off is ever started on.
 *
 * @throws FolderNotEmpty when data would be replaced
 * @throws BackupUnusable when the backup is not whole, DatabaseDamaged when its database is broken
 */
export async function restoreData(backup: string, dataFolder: string): Promise<BackupManifest> {
  await requireEmpty(dataFolder);
  const manifest = await readManifest(backup);
  const table = join(backup, 'table.db');
  if ((await hashFile(table)) !== manifest.tableSha256) {
    throw new BackupUnusable(backup, 'table.db is not the file that was backed up.');
  }
  await checkDatabase(table);

  const place = resolve(dataFolder);
  const beside = `${place}.restoring`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  const nobody = { secret: new Uint8Array(32), origin: () => '' };
  const copied = await copyBlobs(
    diskBlobs({ folder: join(backup, 'blobs'), isReader: true, ...nobody }),
    diskBlobs({ folder: join(beside, 'blobs'), ...nobody }),
  );
  if (copied.blobs !== manifest.blobs || copied.bytes !== manifest.blobBytes) {
    await rm(beside, { recursive: true, force: true });
    throw new BackupUnusable(
      backup,
      `it holds ${copied.blobs} of ${manifest.blobs} files, and ${copied.bytes} of ${manifest.blobBytes} bytes.`,
    );
  }
  await copyFile(table, join(beside, 'table.db'));
  for (const name of KEPT_FILES) {
    if (existsSync(join(backup, name))) await copyFile(join(backup, name), join(beside, name));
  }
  if (existsSync(join(backup, 'models'))) {
    await cp(join(backup, 'models'), join(beside, 'models'), { recursive: true });
  }
  await mkdir(dirname(place), { recursive: true });
  await rm(place, { recursive: true, force: true });
  await rename(beside, place);
  return manifest;
}

async function readManifest(backup: string): Promise<BackupManifest> {
  try {
    return BackupManifest.parse(JSON.parse(await readFile(join(backup, MANIFEST_FILE), 'utf8')));
  } catch (error) {
    throw new BackupUnusable(backup, `${MANIFEST_FILE} is missing or cannot be read; was it cut off?`, error);
  }
}
