import { open, rename, rm, stat } from 'node:fs/promises';
import { PullFailed } from '../errors.ts';
import { gitBlobId } from './git-blob-id.ts';

export interface PullOptions {
  url: string;
  /** Where it goes; appears only once it is whole and right. */
  target: string;
  gitBlob: string;
  /** More than this is not received: it cannot be the file. */
  mostBytes?: number;
  onProgress?: (bytes: number, total: number | undefined) => void;
}

/** The total size from `Content-Range: bytes 5-9/10` or `Content-Length`. */
function totalOf(response: Response, from: number): number | undefined {
  const range = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (range) return Number(range[1]);
  const length = response.headers.get('content-length');
  return length === null ? undefined : from + Number(length);
}

async function request(url: string, from: number): Promise<Response> {
  try {
    return await fetch(url, { headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new PullFailed(
      `${new URL(url).host} cannot be reached (${cause}). Connect to the network, or name a mirror with --mirror; ` +
        'the bundled model "nano" works without either.',
      { url },
      error,
    );
  }
}

/**
 * Fetches a file whole or not at all. What a broken connection left in `<target>.part` is continued next time.
 *
 * @throws PullFailed without a network, with a wrong content, or with a full disk
 */
export async function pullFile({
  url,
  target,
  gitBlob,
  mostBytes = Infinity,
  onProgress = () => {},
}: PullOptions): Promise<void> {
  const part = `${target}.part`;
  let from = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  let response = await request(url, from);
  if (response.status === 416) {
    // Longer than the file, or already whole: start over.
    await rm(part, { force: true });
    from = 0;
    response = await request(url, 0);
  }
  if (response.status !== 206) from = 0;
  if (!response.ok || response.body === null) {
    throw new PullFailed(`${url} answered ${response.status} ${response.statusText}.`, {
      url,
      status: response.status,
    });
  }
  const total = totalOf(response, from);
  const refuse = async (size: number): Promise<never> => {
    await rm(part, { force: true });
    throw new PullFailed(
      `What ${new URL(url).host} sends is not the expected file: it has ${size} bytes or more, and at most ${mostBytes} are expected.`,
      { url, size, mostBytes },
    );
  };
  if (total !== undefined && total > mostBytes) {
    await response.body.cancel();
    await refuse(total);
  }
  let bytes = from;
  const file = await open(part, from > 0 ? 'a' : 'w');
  try {
    for await (const chunk of response.body) {
      await file.write(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
      if (bytes > mostBytes) await refuse(bytes);
      onProgress(bytes, total);
    }
    await file.sync();
  } catch (error) {
    if (error instanceof PullFailed) throw error;
    const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new PullFailed(
      isFull
        ? `The disk is full: ${target} needs ${total ?? 'more'} bytes. Make room and pull again.`
        : `The connection broke after ${bytes} bytes. Pull again to go on from there.`,
      { url, bytes },
      error,
    );
  } finally {
    await file.close();
  }
  if (total !== undefined && bytes < total) {
    throw new PullFailed(
      `The connection ended after ${bytes} of ${total} bytes. Pull again to go on from there.`,
      { url, bytes },
    );
  }
  const found = await gitBlobId(part);
  if (found !== gitBlob) {
    await rm(part, { force: true });
    throw new PullFailed(
      `What ${new URL(url).host} sent is not the expected file (its hash is ${found}); it was thrown away.`,
      {
        url,
        expected: gitBlob,
        found,
      },
    );
  }
  await rename(part, target);
}
