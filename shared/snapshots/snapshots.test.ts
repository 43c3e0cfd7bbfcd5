import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { diffSnapshots } from './diff-snapshots.ts';
import { leafCountFor, leafOf } from './leaf-of.ts';
import { SnapshotLeaf, SnapshotRoot } from './manifest.ts';
import type { SnapshotItem } from './manifest.ts';
import { sealSnapshot } from './seal-manifest.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const ontology = sha('ontology');

function item(n: number, over: Partial<SnapshotItem> = {}): SnapshotItem {
  return {
    assetId: `d.${n}`,
    taskId: `p.${n}`,
    key: `photo ${n}.jpg`,
    datasetId: 'd',
    width: 640,
    height: 480,
    imageSha256: sha(`image ${n}`),
    labelsSha256: sha(`labels ${n}`),
    labelRevision: 1,
    objectCount: 2,
    split: n % 10 === 0 ? 'val' : 'train',
    ...over,
  };
}

const rootOf = (sealed: ReturnType<typeof sealSnapshot>): SnapshotRoot =>
  SnapshotRoot.parse(JSON.parse(new TextDecoder().decode(sealed.root.bytes)));

/** A reader over what was sealed that counts how many leaves it was asked for. */
function readerOf(...snapshots: ReturnType<typeof sealSnapshot>[]): {
  read: (sha256: string) => Promise<SnapshotItem[]>;
  reads: string[];
} {
  const leaves = new Map(snapshots.flatMap((s) => s.leaves).map((leaf) => [leaf.sha256, leaf.bytes]));
  const reads: string[] = [];
  return {
    reads,
    read: async (sha256) => {
      reads.push(sha256);
      return SnapshotLeaf.parse(JSON.parse(new TextDecoder().decode(leaves.get(sha256)))).items;
    },
  };
}

test('the proof depends on the content and on nothing else', () => {
  const items = Array.from({ length: 40 }, (_, i) => item(i));
  const proof = sealSnapshot(items, ontology).root.sha256;
  expect(sealSnapshot(items.toReversed(), ontology).root.sha256).toBe(proof);
  expect(sealSnapshot(items.with(3, item(3, { split: 'test' })), ontology).root.sha256).not.toBe(proof);
  expect(sealSnapshot(items, sha('another ontology')).root.sha256).not.toBe(proof);
});

test('one changed label document rewrites one leaf and the root', () => {
  const items = Array.from({ length: 20_000 }, (_, i) => item(i));
  const before = sealSnapshot(items, ontology);
  const after = sealSnapshot(items.with(77, item(77, { labelsSha256: sha('new') })), ontology);
  const known = new Set([...before.leaves, before.root].map((blob) => blob.sha256));
  expect([...after.leaves, after.root].filter((blob) => !known.has(blob.sha256))).toHaveLength(2);
});

test('the difference reads only what differs, and is complete', async () => {
  const items = Array.from({ length: 5_000 }, (_, i) => item(i));
  const before = sealSnapshot(items, ontology);
  const changed = item(9, { labelsSha256: sha('new') });
  const after = sealSnapshot([...items.slice(1).with(8, changed), item(5_001)], ontology);
  const { read, reads } = readerOf(before, after);
  expect(await diffSnapshots(rootOf(before), rootOf(after), read)).toEqual({
    added: [item(5_001)],
    removed: [item(0)],
    changed: [{ before: item(9), after: changed }],
  });
  expect(reads.length).toBeLessThanOrEqual(6);
});

test('snapshots with different numbers of leaves are compared all the same', async () => {
  const many = Array.from({ length: 5_000 }, (_, i) => item(i));
  const few = sealSnapshot(many.slice(0, 100), ontology);
  const all = sealSnapshot(many, ontology);
  const { read } = readerOf(few, all);
  const difference = await diffSnapshots(rootOf(few), rootOf(all), read);
  expect(difference.added).toHaveLength(4_900);
  expect([...difference.removed, ...difference.changed]).toEqual([]);
});

test('leaves are even and their number grows with the snapshot', () => {
  expect([0, 4_096, 4_097, 1_000_000].map(leafCountFor)).toEqual([16, 16, 32, 4_096]);
  const sizes = new Map<number, number>();
  for (let i = 0; i < 16_000; i++) {
    const leaf = leafOf(`asset-${i}`, 16);
    sizes.set(leaf, (sizes.get(leaf) ?? 0) + 1);
  }
  expect(sizes.size).toBe(16);
  for (const size of sizes.values()) expect(Math.abs(size - 1_000)).toBeLessThan(200);
});
