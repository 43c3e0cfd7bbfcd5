import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { InvalidInput, RequestRefused } from '../../shared/errors.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { progressBar } from '../progress-bar.ts';
import { listAll } from './list-all.ts';

interface Upload {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** Uploads every visible file below a folder under its relative path. Run again, it goes on where it was. */
export async function uploadFolder(
  client: ApiClient,
  datasetId: string,
  folder: string,
): Promise<{ uploaded: number; present: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new InvalidInput(`The folder ${folder} cannot be read.`, {}, error);
  });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const known = new Map<string, number>();
  const assets = await listAll<{ key: string; size: number }>(client, `assets?datasetId=${datasetId}`);
  for (const asset of assets) known.set(asset.key, asset.size);

  const progress = progressBar();
  const done = { uploaded: 0, present: 0 };
  for (const file of files) {
    const key = relative(folder, file).split(sep).join('/');
    const { size } = await stat(file);
    if (known.get(key) === size) done.present++;
    else {
      await uploadFile(client, datasetId, key, file, size);
      done.uploaded++;
    }
    progress('upload', done.uploaded + done.present, files.length);
  }
  progress('done', 1, 1);
  return done;
}

async function uploadFile(
  client: ApiClient,
  datasetId: string,
  key: string,
  file: string,
  size: number,
): Promise<void> {
  const { body: upload } = await client.call<Upload>('POST', 'uploads', {
    datasetId,
    key,
    size,
    contentType: 'application/octet-stream',
  });
  const sent = await fetch(new URL(upload.url, client.url), {
    method: upload.method,
    headers: { ...upload.headers, 'content-length': String(size) },
    body: size === 0 ? new Uint8Array() : Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  } as RequestInit & { duplex: 'half' });
  if (!sent.ok)
    throw new RequestRefused(`${key} could not be uploaded: ${await sent.text()}`, { status: sent.status });
}
