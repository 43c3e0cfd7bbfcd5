import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diskBlobs } from '../../shared/blobs/disk-blobs.ts';
import { StaleRevision } from '../../shared/errors.ts';
import { LabelDocument } from '../../shared/labels/label-document.ts';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { mergeLabelContent } from '../../shared/labels/merge-label-content.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import { startDynamo } from '../support/start-dynamo.ts';
import type { TestDynamo } from '../support/start-dynamo.ts';

/** 1,000 with LAPIDARY_CONCURRENT_SAVES=1000; the way there is the same. */
const ROUNDS = Number(process.env.LAPIDARY_CONCURRENT_SAVES ?? 40);
const TASK = 'p.t';

let dynamo: TestDynamo;
let folder: string;
let store: LabelStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  folder = await mkdtemp(join(tmpdir(), 'lapidary-saves-'));
  const blobs = diskBlobs({ folder, secret: new Uint8Array(32), origin: () => 'http://127.0.0.1' });
  store = labelStore({ client: dynamo.client, table: dynamo.table, now: () => new Date(), blobs });
});
afterAll(async () => {
  await dynamo.stop();
  await rm(folder, { recursive: true });
});

const at = '2026-05-01T10:00:00.000Z';
const box = (id: string, x: number): LabelObject => ({
  id,
  classId: 'gem',
  shape: { type: 'box', x, y: 1, width: 10, height: 10 },
  attributes: {},
  source: 'manual',
  createdBy: 'x',
  createdAt: at,
  updatedBy: 'x',
  updatedAt: at,
});
const plain = ({ objects, classifications }: LabelContent) => ({ objects, classifications });
const moved = (content: LabelContent, id: string, x: number): LabelContent => ({
  ...content,
  objects: content.objects.map((object) =>
    object.id === id ? { ...object, shape: box(id, x).shape } : object,
  ),
});

/** What the editor does: save on the base; when somebody was faster, merge per object and save on theirs. */
async function saveAsEditor(by: string, base: LabelDocument, mine: LabelContent) {
  let conflicts: string[] = [];
  let revision = base.revision;
  let content = mine;
  for (;;) {
    try {
      await store.save({ taskId: TASK, branch: 'main', baseRevision: revision, content, by });
      return conflicts;
    } catch (error) {
      if (!(error instanceof StaleRevision)) throw error;
      const theirs = LabelDocument.parse(error.details.current);
      const merged = mergeLabelContent(plain(base), mine, plain(theirs));
      conflicts = merged.objectConflicts.map(({ id }) => id);
      content = merged.merged;
      revision = theirs.revision;
    }
  }
}

it(`two clients save different objects of one document at once, ${ROUNDS} times: both are there every time`, async () => {
  const content = { objects: [box('a', 0), box('b', 0)], classifications: [] };
  await store.save({ taskId: TASK, branch: 'main', baseRevision: 0, content, by: 'ada' });
  for (let round = 1; round <= ROUNDS; round++) {
    const base = await store.get(TASK, 'main');
    const conflicts = await Promise.all([
      saveAsEditor('ada', base, moved(plain(base), 'a', round)),
      saveAsEditor('bob', base, moved(plain(base), 'b', round)),
    ]);
    expect(conflicts).toEqual([[], []]);
    const now = await store.get(TASK, 'main');
    expect(now.revision).toBe(base.revision + 2);
    const seen = now.objects.map(({ id, shape, updatedBy }) => [
      id,
      shape.type === 'box' && shape.x,
      updatedBy,
    ]);
    expect(seen).toEqual([
      ['a', round, 'ada'],
      ['b', round, 'bob'],
    ]);
  }
}, 1_800_000);

it('of the same object the second client is told, and both versions are there to choose from', async () => {
  const base = await store.get(TASK, 'main');
  const conflicts = await Promise.all([
    saveAsEditor('ada', base, moved(plain(base), 'a', 5000)),
    saveAsEditor('bob', base, moved(plain(base), 'a', 6000)),
  ]);
  expect(conflicts.flat()).toEqual(['a']);
  const { objects } = await store.get(TASK, 'main');
  const [first] = objects;
  // What the faster one did stands until the other decides, who still holds the own version.
  expect([5000, 6000]).toContain(first.shape.type === 'box' && first.shape.x);
});
