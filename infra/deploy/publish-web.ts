import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { contentTypeOf } from '../../shared/blobs/content-type.ts';

/**
 * Puts the built app into its bucket: files named by their content first, the page that names them last, so that
 * whoever loads it meanwhile finds all it asks for. Files of earlier versions stay, for pages that are open.
 *
 * @returns how many files were sent
 */
export async function publishWeb(s3: S3Client, bucket: string, folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const isPage = (file: string): boolean => file.endsWith('.html');
  for (const file of [...files.filter((each) => !isPage(each)), ...files.filter(isPage)]) {
    const key = relative(folder, file).split(sep).join('/');
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: await readFile(file),
        ContentType: contentTypeOf(file),
        // The edge asks again for all but what is named by its content, so nothing has to be invalidated.
        CacheControl: key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  }
  return files.length;
}
