import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { appendTables } from '../../shared/evaluation/match-tables.ts';
import type { MatchRows } from '../../shared/evaluation/match-tables.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import { readTable } from '../../shared/tables/read-table.ts';

const TABLES = ['images', 'predictions', 'truths'] as const;

/** What the shards left, as one. */
export async function readParts(jobId: string, blobs: Blobs): Promise<MatchRows> {
  const rows: MatchRows = { images: [], predictions: [], truths: [] };
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const [images, predictions, truths] = await Promise.all(
      TABLES.map(async (name) => readTable(await blobs.get(blobKeys.evaluationPart(jobId, shard, name)))),
    );
    appendTables(rows, { images, predictions, truths });
  }
  return rows;
}

export async function deleteParts(jobId: string, blobs: Blobs): Promise<void> {
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    for (const name of TABLES) await blobs.delete(blobKeys.evaluationPart(jobId, shard, name));
  }
}
