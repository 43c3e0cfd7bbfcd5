import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './blobs.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * Streams a range of an open file and closes it at the end, on an error, or when the reader cancels. Nothing is
 * read ahead of the reader.
 *
 * @param size bytes in the file
 */
export function readFileRange(file: FileHandle, size: number, range?: ByteRange): ReadableStream<Uint8Array> {
  let position = Math.min(range?.start ?? 0, size);
  const end = Math.min((range?.end ?? size - 1) + 1, size);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const wanted = Math.min(CHUNK_BYTES, end - position);
          if (wanted > 0) {
            const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, position);
            if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
            position += bytesRead;
            controller.enqueue(bytesRead === wanted ? buffer : buffer.subarray(0, bytesRead));
          }
          if (position >= end) {
            await file.close();
            controller.close();
          }
        } catch (error) {
          await file.close().catch(() => {});
          controller.error(error);
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}
