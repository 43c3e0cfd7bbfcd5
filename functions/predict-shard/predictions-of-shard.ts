import type { Blobs } from '../../shared/blobs/blobs.ts';
import { ImagePredictions } from '../../shared/models/image-predictions.ts';
import { processingKeys } from '../../shared/models/processing-keys.ts';

/** What a processing job has found on the images of one shard, by task; nothing where none has run. */
export async function predictionsOfShard(
  jobId: string,
  shard: number,
  blobs: Pick<Blobs, 'get' | 'list'>,
): Promise<Map<string, ImagePredictions>> {
  const found = new Map<string, ImagePredictions>();
  let after: string | undefined;
  do {
    const page = await blobs.list(processingKeys.foundOfShard(jobId, shard), { after });
    for (const { key } of page.items) {
      if (!key.endsWith('.jsonl')) continue;
      for (const line of Buffer.from(await blobs.get(key))
        .toString()
        .split('\n')) {
        if (line === '') continue;
        const one = ImagePredictions.parse(JSON.parse(line));
        found.set(one.taskId, one);
      }
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}
