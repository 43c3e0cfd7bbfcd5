import { expect, test } from 'vitest';
import { InvalidInput } from '../../shared/errors.ts';
import { requireMemory } from './require-memory.ts';

const packOf = (size: number) => ({
  head: async () => ({ size, etag: '', modifiedAt: new Date(0), contentType: '' }),
});
const million = { projectId: 'p', embedding: 'built-in-1', images: 1_000_000 };
// 16 packs of 62,500 vectors of 256 numbers, with what else is known of an image.
const blobs = packOf(62_500 * (1024 + 600));
const functionWith = (megabytes: number) => ({ bytes: megabytes * 2 ** 20, isOfStage: true });

test('a million images fit the largest function', async () => {
  await expect(requireMemory(million, { blobs, memory: functionWith(10_240) })).resolves.toBeUndefined();
});

test('what does not fit is refused, with what it would take and the setting to raise', async () => {
  const refused = requireMemory(million, { blobs, memory: functionWith(3008) });
  await expect(refused).rejects.toThrow(InvalidInput);
  await expect(refused).rejects.toThrow(
    'Comparing 1,000,000 images with each other takes about 7,508 MB of memory, and there are 3,008 MB. Raise curationMemoryMegabytes in infra/stages.ts, to 10,240 at most, or give each part of the data a project of its own.',
  );
});

test('nobody is sent to raise what is as large as it can be', async () => {
  const two = { ...million, images: 2_000_000 };
  await expect(requireMemory(two, { blobs, memory: functionWith(10_240) })).rejects.toThrow(
    'and there are 10,240 MB. No function can have more than 10,240 MB (curationMemoryMegabytes in infra/stages.ts): give each part',
  );
});

test('on one machine there is no setting', async () => {
  const memory = { bytes: 2 ** 32, isOfStage: false };
  await expect(requireMemory(million, { blobs, memory })).rejects.toThrow(
    'and there are 4,096 MB. Take a machine with more, or give each part of the data a project of its own.',
  );
});

test('a shard without a pack takes nothing', async () => {
  const none = { head: async () => undefined };
  await expect(
    requireMemory({ ...million, images: 0 }, { blobs: none, memory: functionWith(128) }),
  ).resolves.toBeUndefined();
});
