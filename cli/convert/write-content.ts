import { open } from 'node:fs/promises';

const PIECES_ON_THEIR_WAY = 4;

/** Writes a new file while its next pieces are being made; only a few are on their way, so memory stays the same. */
export async function writeContent(
  path: string,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx');
  const onTheirWay: Promise<void>[] = [];
  let end = 0;
  try {
    for await (const piece of content) {
      if (onTheirWay.length === PIECES_ON_THEIR_WAY) await onTheirWay.shift();
      const written = writeAll(piece, end);
      // Whoever awaits it later sees the failure; until then it must not count as unhandled.
      written.catch(() => undefined);
      onTheirWay.push(written);
      end += piece.length;
    }
    await Promise.all(onTheirWay);
  } finally {
    await Promise.allSettled(onTheirWay);
    await file.close();
  }

  async function writeAll(piece: Uint8Array, start: number): Promise<void> {
    for (let at = 0; at < piece.length;)
      at += (await file.write(piece, at, piece.length - at, start + at)).bytesWritten;
  }
}
