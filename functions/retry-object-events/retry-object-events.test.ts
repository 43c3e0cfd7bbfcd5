import { expect, test } from 'vitest';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import type { QueueMessage } from '../../shared/queue/queue.ts';
import { retryObjectEvents } from './retry-object-events.ts';

const s3Event = (detailType: string, key: string, bucket = 'b') => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': detailType,
  detail: { bucket: { name: bucket }, object: { key, size: 3 } },
});

function world(bodies: unknown[], failing = new Set<string>()) {
  const waiting: QueueMessage[] = bodies.map((body, index) => ({
    id: `m${index}`,
    body,
    receipt: `r${index}`,
    attempts: 1,
  }));
  const seen = { started: [] as unknown[], done: [] as string[], again: [] as string[] };
  const deps = {
    parked: {
      receive: ({ max }: { max: number }) => Promise.resolve(waiting.splice(0, max)),
      done: async (receipt: string) => void seen.done.push(receipt),
      retry: async (receipt: string) => void seen.again.push(receipt),
    },
    machines: {
      start: (_machine: string, input: { key: string }) => {
        if (failing.has(input.key)) return Promise.reject(new Error('TooManyExecutions'));
        seen.started.push(input);
        return Promise.resolve({ executionId: 'e' });
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    sources: attachedSources('photos/2024/'),
  };
  return { seen, deps: deps as never };
}

test('parked events of S3 start their ingest and leave the queue', async () => {
  const events = Array.from({ length: 23 }, (_, n) => s3Event('Object Created', `images/d/${n}.jpg`));
  const { seen, deps } = world([...events, s3Event('Object Deleted', 'images/d/gone.jpg')]);
  expect(await retryObjectEvents({ limit: 200 }, deps)).toEqual({ started: 24, failed: 0 });
  expect(seen.started.at(-1)).toEqual({ type: 'deleted', key: 'images/d/gone.jpg' });
  expect(seen.done).toHaveLength(24);
});

test('a file of an attached bucket is a file of the dataset that mirrors it', async () => {
  const { seen, deps } = world([s3Event('Object Created', '2024/a.jpg', 'photos')]);
  await retryObjectEvents({ limit: 200 }, deps);
  const [{ datasetId }] = attachedSources('photos/2024/');
  expect(seen.started).toEqual([{ type: 'created', key: `images/${datasetId}/2024/a.jpg` }]);
});

test('what still cannot be started, and what nobody understands, stays for the dead letters', async () => {
  const { seen, deps } = world(
    [s3Event('Object Created', 'images/d/a.jpg'), s3Event('Object Created', 'images/d/b.jpg'), { odd: true }],
    new Set(['images/d/a.jpg']),
  );
  expect(await retryObjectEvents({ limit: 200 }, deps)).toEqual({ started: 1, failed: 2 });
  expect(seen.done).toEqual(['r1']);
  expect(seen.again).toEqual(['r0', 'r2']);
});
