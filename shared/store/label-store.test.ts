import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../test/support/start-dynamo.ts';
import { diskBlobs } from '../blobs/disk-blobs.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { StaleRevision } from '../errors.ts';
import type { LabelObject } from '../labels/label-object.ts';
import { labelStore } from './label-store.ts';

let dynamo: TestDynamo;
let folder: string;
let blobs: Blobs;
beforeAll(async () => {
  dynamo = await startDynamo();
  folder = await mkdtemp(join(tmpdir(), 'lapidary-labels-'));
  blobs = diskBlobs({ folder, secret: new Uint8Array(32), origin: () => 'http://127.0.0.1:4400' });
});
afterAll(async () => {
  await dynamo.stop();
  await rm(folder, { recursive: true });
});

const store = () => labelStore({ client: dynamo.client, table: dynamo.table, now: () => new Date(), blobs });

const box = (id: string, x: number): LabelObject => ({
  id,
  classId: 'ruby',
  shape: { type: 'box', x, y: 1, width: 10, height: 10 },
  attributes: {},
  source: 'manual',
  createdBy: 'ada',
  createdAt: '2026-05-01T10:00:00.000Z',
  updatedBy: 'ada',
  updatedAt: '2026-05-01T10:00:00.000Z',
});
const content = (objects: LabelObject[]) => ({ objects, classifications: [] });
const save = (taskId: string, baseRevision: number, objects: LabelObject[]) =>
  store().save({
    taskId,
    branch: 'main',
    baseRevision,
    content: content(objects),
    by: 'ada',
    keepsAuthors: true,
  });

describe('labels', () => {
  it('begin with the empty revision 0 and keep every revision', async () => {
    expect(await store().get('p.t1', 'main')).toMatchObject({ revision: 0, objects: [] });
    await save('p.t1', 0, [box('a', 1)]);
    await save('p.t1', 1, [box('a', 1), box('b', 2)]);
    expect((await store().get('p.t1', 'main')).objects).toEqual([box('a', 1), box('b', 2)]);
    expect((await store().getRevision('p.t1', 'main', 1))?.objects).toHaveLength(1);
    const { items } = await store().listRevisions({ taskId: 'p.t1', branch: 'main' });
    expect(items.map((one) => [one.revision, one.objects])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(await store().listBranches('p.t1')).toEqual([{ branch: 'main', revision: 2 }]);
  });

  it('of ten saves on one revision exactly one wins, and the others get the current document', async () => {
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => save('p.t2', 0, [box(`o${i}`, i)])),
    );
    const won = saves.filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const lost of saves.filter((one) => one.status === 'rejected')) {
      expect(lost.reason).toBeInstanceOf(StaleRevision);
      expect((lost.reason as StaleRevision).details.current).toEqual(won[0].value);
    }
  });

  it('a base that never was is refused, so that no revision is skipped', async () => {
    await expect(save('p.t3', 5, [])).rejects.toThrow(StaleRevision);
  });

  it('long documents go to a blob', async () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      box(`object-${(i * 7919) % 3001}-${i}`, (i * 37.77) % 900),
    );
    await save('p.t4', 0, many);
    expect((await blobs.list('labels/')).items).toHaveLength(1);
    expect((await store().get('p.t4', 'main')).objects).toHaveLength(3000);
  });
});

describe('who changed what', () => {
  it('is what the store saw, not what the content says', async () => {
    const lie = { ...box('a', 1), createdBy: 'eve', updatedBy: 'eve' };
    const first = { taskId: 'p.t5', branch: 'main', baseRevision: 0, content: content([lie]), by: 'ada' };
    const [made] = (await store().save(first)).objects;
    expect(made).toMatchObject({ createdBy: 'ada', updatedBy: 'ada' });
    expect(made.createdAt > '2026-05-01T10:00:00.000Z').toBe(true);
    const second = { ...first, baseRevision: 1, content: content([{ ...lie, classId: 'opal' }]), by: 'bob' };
    const [changed] = (await store().save(second)).objects;
    expect(changed).toMatchObject({ createdBy: 'ada', createdAt: made.createdAt, updatedBy: 'bob' });
  });
});
