import { existsSync } from 'node:fs';
import { DatabaseDamaged } from '../../shared/errors.ts';

/**
 * Runs SQLite's `PRAGMA quick_check` on the database file, because the server starts happily on one whose middle
 * pages are damaged. Must run while no server has the file open. A missing file is fine: it will be created.
 *
 * @throws DatabaseDamaged when a page is broken or the file is not a database
 */
export async function checkDatabase(databaseFile: string): Promise<void> {
  if (!existsSync(databaseFile)) return;
  const { DatabaseSync } = await import('node:sqlite');
  try {
    const database = new DatabaseSync(databaseFile);
    try {
      const rows = database.prepare('PRAGMA quick_check').all();
      const faults = rows.map((row) => String(row.quick_check)).filter((line) => line !== 'ok');
      if (faults.length > 0) throw new DatabaseDamaged(databaseFile, faults[0]);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseDamaged) throw error;
    throw new DatabaseDamaged(databaseFile, error instanceof Error ? error.message : String(error), error);
  }
}
