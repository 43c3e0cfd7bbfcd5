import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_BYTES = 32;

/** The key that signs links of this data folder: made once, readable by its owner only. */
export async function localSecret(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'secret.key');
  const known = await readFile(path).catch(() => undefined);
  if (known?.length === SECRET_BYTES) return known;
  const temporary = `${path}.${process.pid}`;
  const file = await open(temporary, 'w', 0o600);
  await file.write(randomBytes(SECRET_BYTES));
  await file.sync();
  await file.close();
  await unlink(path).catch(() => {});
  await link(temporary, path);
  await unlink(temporary);
  return readFile(path);
}
