import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackupUnusable } from '../../../shared/errors.ts';
import { diskBlobs } from '../../../shared/blobs/disk-blobs.ts';
import { KEPT_FILES, MANIFEST_FILE } from './backup-manifest.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { copyBlobs } from './copy-blobs.ts';
import { hashFile } from './hash-file.ts';
import { requireEmpty } from './require-empty.ts';

/**
 * Copies all that a host keeps into an empty folder, also while the host runs. The database is copied first, as it is
 * at one moment; a blob is stored before the record that points to it, so every blob that this copy names is there to
 * be copied afterwards. Followed folders stay where they are and are not copied.
 *
 * @throws FolderNotEmpty, or BackupUnusable when there is no database to copy
 */
export async function backUpData(
  dataFolder: string,
  target: string,
  now = new Date(),
): Promise<BackupManifest> {
  const table = join(dataFolder, 'table.db');
  if (!existsSync(table)) throw new BackupUnusable(dataFolder, 'no host has ever kept its data there.');
  await requireEmpty(target);
  await mkdir(target, { recursive: true });

  const { DatabaseSync, backup } = await import('node:sqlite');
  const copy = join(target, 'table.db');
  const source = new DatabaseSync(table, { readOnly: true });
  try {
    source.exec('PRAGMA busy_timeout = 10000');
    // In one step: page by page it would begin anew whenever the host writes.
    await backup(source, copy, { rate: 0x7fffffff });
  } finally {
    source.close();
  }
  for (const name of KEPT_FILES) {
    if (existsSync(join(dataFolder, name))) await copyFile(join(dataFolder, name), join(target, name));
  }
  if (existsSync(join(dataFolder, 'models'))) {
    await cp(join(dataFolder, 'models'), join(target, 'models'), { recursive: true });
  }
  const nobody = { secret: new Uint8Array(32), origin: () => '' };
  const { blobs, bytes } = await copyBlobs(
    diskBlobs({ folder: join(dataFolder, 'blobs'), isReader: true, ...nobody }),
    diskBlobs({ folder: join(target, 'blobs'), ...nobody }),
  );
  const manifest: BackupManifest = {
    lapidaryBackup: 1,
    at: now.toISOString(),
    tableSha256: await hashFile(copy),
    blobs,
    blobBytes: bytes,
  };
  await writeFile(join(target, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
