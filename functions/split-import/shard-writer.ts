import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import { SHARD_COUNT, shardOf } from '../../shared/store/keys.ts';

/** What one shard imports: the labels of one image. */
export interface ImportLine {
  taskId: string;
  item: Omit<ExchangeItem, 'origin'>;
}

/** All shards together hold at most this many bytes before the longest is written. */
const MOST_HELD_BYTES = 32 * 1024 * 1024;

/**
 * Deals lines out to the shards of tasks, in pieces that are numbered per shard. Memory stays the same however many
 * come; the same lines in the same order give the same pieces, so doing it again writes over them.
 */
export function shardWriter(jobId: string, blobs: Pick<Blobs, 'put'>) {
  const shards = Array.from({ length: SHARD_COUNT }, () => ({ lines: [] as string[], bytes: 0, pieces: 0 }));
  let held = 0;

  async function write(index: number): Promise<void> {
    const shard = shards[index];
    const bytes = Buffer.from(shard.lines.join(''));
    await blobs.put(blobKeys.importPart(jobId, index, shard.pieces++), bytes, {
      contentType: 'application/x-ndjson',
    });
    held -= shard.bytes;
    shard.lines = [];
    shard.bytes = 0;
  }

  return {
    async add(line: ImportLine): Promise<void> {
      const text = `${JSON.stringify(line)}\n`;
      const shard = shards[shardOf(line.taskId)];
      shard.lines.push(text);
      shard.bytes += text.length;
      held += text.length;
      while (held > MOST_HELD_BYTES) {
        await write(shards.reduce((longest, one, i) => (one.bytes > shards[longest].bytes ? i : longest), 0));
      }
    },

    /** Writes what is left. */
    async end(): Promise<void> {
      for (const [index, { lines }] of shards.entries()) if (lines.length > 0) await write(index);
    },
  };
}
