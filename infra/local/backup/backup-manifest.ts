import * as z from 'zod';

/** Written last, so a backup that was cut off never looks whole. */
export const MANIFEST_FILE = 'backup.json';

export const BackupManifest = z.object({
  lapidaryBackup: z.literal(1),
  at: z.iso.datetime(),
  /** Of `table.db`. */
  tableSha256: z.string(),
  blobs: z.int(),
  /** Of all blobs together. */
  blobBytes: z.number(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** Small files beside the database that a host keeps for itself; each may be missing. */
export const KEPT_FILES = ['secret.key', 'folders.json', 'demo-project'];
