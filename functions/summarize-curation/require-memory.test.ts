import { expect, test } from 'vitest';
import { requireMemory } from './require-memory.ts';

const packOf = (size: number) => ({
  head: async () => ({ size, etag: '', modifiedAt: new Date(0), contentType: '' }),
});
const million = { projectId: 'p', embedding: 'built-in-1', images: 1_000_000 };
// 16 packs of 62,500 vectors of 256 numbers, with what else is known of an image.
const blobs = packOf(62_500 * (1024 + 600));

test('a million images fit the largest function', async () => {
  await expect(requireMemory(million, { blobs, memoryBytes: 10_240 * 2 ** 20 })).resolves.toBeUndefined();
});

test('what does not fit is refused, with what it would take', async () => {
  await expect(requireMemory(million, { blobs, memoryBytes: 3008 * 2 ** 20 })).rejects.toThrow(
    'Comparing 1,000,000 images with each other takes about 7.9 GB of memory, and there are 3.2 GB.',
  );
});

test('a shard without a pack takes nothing', async () => {
  const none = { head: async () => undefined };
  await expect(
    requireMemory({ ...million, images: 0 }, { blobs: none, memoryBytes: 1 }),
  ).resolves.toBeUndefined();
});
