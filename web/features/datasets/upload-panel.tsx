import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import type { Uploads } from './use-uploads.ts';

/** What is being uploaded, how far it is, and what failed and why. */
export function UploadPanel({ uploads }: { uploads: Uploads }) {
  const { items, isBusy, queue } = uploads;
  const total = items.reduce((sum, { file }) => sum + file.size, 0);
  const sent = items.reduce((sum, item) => sum + (item.status === 'done' ? item.file.size : item.sent), 0);
  const done = items.filter(({ status }) => status === 'done').length;
  const failed = items.filter(({ status }) => status === 'failed' || status === 'cancelled');
  const percent = total === 0 ? 100 : Math.min(100, (100 * sent) / total);
  return (
    <section className="card upload-panel" aria-label="Uploads">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} aria-live="polite">
          {isBusy ? `Uploading: ${done} of ${items.length}` : `${done} of ${items.length} uploaded`}
        </Text>
        {isBusy ? (
          <Button variant="subtle" size="compact-xs" onClick={() => queue.cancel()}>
            Cancel
          </Button>
        ) : (
          <CloseButton size="sm" aria-label="Close the list of uploads" onClick={() => queue.clear()} />
        )}
      </Group>
      <Progress value={percent} size="sm" mt={6} aria-label="Upload progress" />
      {failed.length > 0 && (
        <>
          <ul className="upload-problems">
            {failed.slice(0, 50).map((item) => (
              <li key={item.key}>
                <bdi>{item.key}</bdi>: {item.problem ?? 'cancelled'}
              </li>
            ))}
          </ul>
          {!isBusy && (
            <Button variant="light" size="compact-xs" onClick={() => queue.retry()}>
              Try {failed.length === 1 ? 'it' : `these ${failed.length}`} again
            </Button>
          )}
        </>
      )}
    </section>
  );
}
