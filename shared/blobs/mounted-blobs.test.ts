import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobsContract } from '../../test/contracts/blobs.contract.ts';
import { diskBlobs } from './disk-blobs.ts';
import { mountedBlobs } from './mounted-blobs.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-mounted-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

let number = 0;
function emptyBlobs() {
  return mountedBlobs(
    diskBlobs({ folder: join(root, `blobs-${number++}`), secret: new Uint8Array(32), origin: () => '' }),
  );
}

blobsContract('with mounted folders', async () => emptyBlobs());

describe('a mounted folder', () => {
  it('is read as it is, never written, and never left', async () => {
    const photos = join(root, 'photos');
    await mkdir(join(photos, 'Älbum 1'), { recursive: true });
    await writeFile(join(photos, 'Älbum 1', 'IMG 1.JPG'), 'jpeg');
    await writeFile(join(root, 'secret.txt'), 'secret');
    await symlink(join(root, 'secret.txt'), join(photos, 'link.jpg'));
    await symlink(join(photos, 'Älbum 1'), join(photos, 'inner'));
    const blobs = emptyBlobs();
    blobs.mount('images/d/', photos);

    expect(Buffer.from(await blobs.get('images/d/Älbum 1/IMG 1.JPG')).toString()).toBe('jpeg');
    expect(await blobs.head('images/d/inner/IMG 1.JPG')).toMatchObject({
      size: 4,
      contentType: 'image/jpeg',
    });
    for (const key of [
      'link.jpg',
      '../secret.txt',
      'Älbum 1/../../secret.txt',
      '',
      '/etc/passwd',
      'a\0b',
      'Älbum 1',
    ]) {
      await expect(blobs.get(`images/d/${key}`)).rejects.toMatchObject({ code: 'not-found' });
      expect(await blobs.head(`images/d/${key}`)).toBeUndefined();
    }
    await expect(blobs.put('images/d/new.jpg', new Uint8Array(1))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(blobs.delete('images/d/Älbum 1/IMG 1.JPG')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await readdir(photos)).toEqual(expect.arrayContaining(['Älbum 1', 'inner', 'link.jpg']));
    await blobs.put('images/other/new.jpg', new Uint8Array(1));
  });
});
