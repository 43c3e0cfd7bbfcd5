import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { UploadBatch, UploadQueue } from './upload-queue.ts';
import { uploadRegistry } from './upload-registry.ts';

/** What is being uploaded, wherever the person is: how far each batch is, and what failed and why. */
export function UploadPanel() {
  const shown = useSyncExternalStore(uploadRegistry.subscribe, uploadRegistry.getShown);
  if (shown.length === 0) return null;
  const isBusy = shown.some(([, queue]) => queue.isBusy);
  return (
    <section className="card upload-panel" aria-label="Uploads">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          Uploads
        </Text>
        {!isBusy && (
          <CloseButton
            size="sm"
            aria-label="Close the list of uploads"
            onClick={() => shown.forEach(([, queue]) => queue.clear())}
          />
        )}
      </Group>
      {shown.flatMap(([datasetId, queue]) =>
        queue
          .getBatches()
          .map((batch) => <BatchProgress key={`${datasetId} ${batch.id}`} batch={batch} queue={queue} />),
      )}
    </section>
  );
}

function BatchProgress({ batch, queue }: { batch: UploadBatch; queue: UploadQueue }) {
  const count = { waiting: 0, sending: 0, done: 0, there: 0, failed: 0, cancelled: 0 };
  let total = 0;
  let sent = 0;
  for (const item of batch.items) {
    count[item.status]++;
    total += item.file.size;
    sent += Math.min(item.sent, item.file.size);
  }
  const isBusy = count.waiting + count.sending > 0;
  const again = count.failed + count.cancelled;
  const failed = batch.items.filter(({ status }) => status === 'failed').slice(0, 50);
  const arrived = count.done + count.there;
  return (
    <div className="upload-batch">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="xs" truncate role="status">
          <bdi>{batch.name}</bdi>: {arrived.toLocaleString('en')} of {batch.items.length.toLocaleString('en')}
          {count.there > 0 && `, ${count.there.toLocaleString('en')} of them were there already`}
        </Text>
        {isBusy && (
          <Button variant="subtle" size="compact-xs" onClick={() => queue.cancel(batch.id)}>
            Cancel
          </Button>
        )}
        {!isBusy && again > 0 && (
          <Button variant="light" size="compact-xs" onClick={() => void queue.retry(batch.id)}>
            Try {again === 1 ? 'it' : `these ${again}`} again
          </Button>
        )}
      </Group>
      <Progress
        value={total === 0 ? 100 : (100 * sent) / total}
        color={!isBusy && again > 0 ? 'red' : undefined}
        size="sm"
        mt={4}
        aria-label={`Progress of ${batch.name}`}
      />
      {failed.length > 0 && (
        <ul className="upload-problems">
          {failed.map((item) => (
            <li key={item.key}>
              <bdi>{item.key}</bdi>: {item.problem}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
