import { expect, it, vi } from 'vitest';
import type { KeyedFile } from './dropped-files.ts';
import { UploadQueue, type UploadSteps } from './upload-queue.ts';

const files = (count: number): KeyedFile[] =>
  Array.from({ length: count }, (_, i) => ({ key: `trays/${i}.png`, file: new File(['1234'], `${i}.png`) }));

function queueWith(steps: Partial<UploadSteps> = {}) {
  const sent: string[] = [];
  const queue = new UploadQueue({
    findArrived: () => Promise.resolve(new Set()),
    send: (file) => {
      sent.push(file.key);
      return Promise.resolve();
    },
    onChange: () => {},
    ...steps,
  });
  const ended = () => vi.waitFor(() => expect(queue.isBusy).toBe(false));
  const statuses = () => queue.getBatches().flatMap(({ items }) => items.map(({ status }) => status));
  return { queue, sent, ended, statuses };
}

it('sends every file once, four at a time', async () => {
  let open = 0;
  let most = 0;
  const send = vi.fn(async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open--;
  });
  const { queue, ended, statuses } = queueWith({ send });
  await queue.add(files(300));
  await ended();
  expect(send).toHaveBeenCalledTimes(300);
  expect(most).toBe(4);
  expect(new Set(statuses())).toEqual(new Set(['done']));
  expect(queue.getBatches()[0].name).toBe('trays');
});

it('skips what has arrived, and sends all when that cannot be asked', async () => {
  const half = queueWith({ findArrived: () => Promise.resolve(new Set(['trays/0.png', 'trays/2.png'])) });
  await half.queue.add(files(3));
  await half.ended();
  expect(half.sent).toEqual(['trays/1.png']);
  expect(half.statuses()).toEqual(['there', 'done', 'there']);
  const blind = queueWith({ findArrived: () => Promise.reject(new Error('offline')) });
  await blind.queue.add(files(3));
  await blind.ended();
  expect(blind.sent).toHaveLength(3);
});

it('cancels one batch and leaves the other; what was cancelled or failed gets another try', async () => {
  let isBroken = true;
  const send: UploadSteps['send'] = (file, _, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      if (file.key !== 'trays/0.png') setTimeout(resolve, 5);
      else if (!isBroken) resolve();
      else if (file.file.size === 1) reject(new Error('The disk is full.'));
    });
  const { queue, ended, statuses } = queueWith({ send });
  await queue.add(files(3));
  await queue.add([{ key: 'other.png', file: new File(['1'], 'other.png') }]);
  const [first, second] = queue.getBatches();
  queue.cancel(first.id);
  await ended();
  expect(statuses().at(-1)).toBe('done');
  expect(statuses().slice(0, 3)).toContain('cancelled');
  expect(second.name).toBe('other.png');
  isBroken = false;
  await queue.retry(first.id);
  await ended();
  expect(statuses()).toEqual(['done', 'done', 'done', 'done']);
  queue.clear();
  expect(queue.getBatches()).toEqual([]);
});

it('keeps the reason of a failure', async () => {
  const { queue, ended } = queueWith({ send: () => Promise.reject(new Error('The disk is full.')) });
  await queue.add(files(1));
  await ended();
  expect(queue.getBatches()[0].items[0]).toMatchObject({ status: 'failed', problem: 'The disk is full.' });
});
