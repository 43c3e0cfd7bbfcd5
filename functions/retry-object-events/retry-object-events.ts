import * as z from 'zod';
import type { AttachedSource } from '../../shared/blobs/attached-sources.ts';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Log } from '../../shared/log.ts';
import type { Queue } from '../../shared/queue/queue.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';

export const RetryObjectEventsInput = z.looseObject({ limit: z.int().min(1).max(1000).default(200) });
export type RetryObjectEventsInput = z.infer<typeof RetryObjectEventsInput>;

export const RetriedObjectEvents = z.object({ started: z.number(), failed: z.number() });
export type RetriedObjectEvents = z.infer<typeof RetriedObjectEvents>;

/** As EventBridge parks it: the event of S3, untouched. */
const ParkedEvent = z.object({
  'detail-type': z.enum(['Object Created', 'Object Deleted']),
  detail: z.object({
    bucket: z.object({ name: z.string() }).optional(),
    object: z.object({ key: z.string() }),
  }),
});

export interface RetryObjectEventsDeps {
  parked: Pick<Queue, 'receive' | 'done' | 'retry'>;
  machines: Pick<Workflows, 'start'>;
  log: Log;
  /** Buckets of others; their keys are keys of a dataset. */
  sources: AttachedSource[];
}

const AT_ONCE = 10;
const VISIBLE_AGAIN_SECONDS = 120;

/**
 * Files that came or went and whose ingest could not be started for twelve hours (a limit, an outage) are tried again
 * by the clock. What fails eight times here as well stays in the dead letters, where the alarm looks.
 */
export async function retryObjectEvents(
  { limit }: RetryObjectEventsInput,
  { parked, machines, log, sources }: RetryObjectEventsDeps,
): Promise<RetriedObjectEvents> {
  const result = { started: 0, failed: 0 };
  while (result.started + result.failed < limit) {
    const messages = await parked.receive({ max: AT_ONCE, visibilitySeconds: VISIBLE_AGAIN_SECONDS });
    if (messages.length === 0) break;
    for (const { body, receipt } of messages) {
      const event = ParkedEvent.safeParse(body);
      try {
        if (!event.success) throw new Error(`It is no event of S3: ${z.prettifyError(event.error)}`);
        const type = event.data['detail-type'] === 'Object Created' ? 'created' : 'deleted';
        const { bucket, object } = event.data.detail;
        const source = sources.find(
          (one) => one.bucket === bucket?.name && object.key.startsWith(one.prefix),
        );
        const key = source ? blobKeys.image(source.datasetId, object.key) : object.key;
        await machines.start('ingest-asset', { type, key });
        await parked.done(receipt);
        result.started++;
      } catch (error) {
        await parked.retry(receipt, VISIBLE_AGAIN_SECONDS);
        log.warn('A parked object event cannot be taken up.', { error: String(error) });
        result.failed++;
      }
    }
  }
  return result;
}
