import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../test/support/start-dynamo.ts';
import { AlreadyExists, InvalidInput, NotFound, StaleRevision } from '../errors.ts';
import { deriveId, newId } from '../ids.ts';
import { assetStore } from './asset-store.ts';
import { datasetStore } from './dataset-store.ts';
import { idempotencyStore } from './idempotency-store.ts';
import { jobStore } from './job-store.ts';
import { shardOf } from './keys.ts';
import { ontologyStore } from './ontology-store.ts';
import { projectStore } from './project-store.ts';
import { sessionStore } from './session-store.ts';
import { snapshotStore } from './snapshot-store.ts';
import type { TableAccess } from './table/table-access.ts';
import { userStore } from './user-store.ts';

let dynamo: TestDynamo;
let clock = new Date('2026-05-01T10:00:00.000Z');
let access: TableAccess;
beforeAll(async () => {
  dynamo = await startDynamo();
  access = { client: dynamo.client, table: dynamo.table, now: () => clock };
});
afterAll(() => dynamo.stop());

const asset = (datasetId: string, key: string, change: object = {}) => ({
  id: `${datasetId}.${deriveId(datasetId, key)}`,
  datasetId,
  kind: 'image' as const,
  key,
  name: key,
  sha256: `sha-${key}`,
  width: 10,
  height: 20,
  size: 30,
  contentType: 'image/png',
  status: 'ready' as const,
  warnings: [],
  metrics: { brightness: 0.5 },
  ...change,
});

describe('datasets', () => {
  it('are created once, listed, renamed and removed', async () => {
    const datasets = datasetStore(access);
    await datasets.create({ id: 'gems', name: 'Gems', createdBy: 'u' });
    await expect(datasets.create({ id: 'gems', name: 'Again', createdBy: 'u' })).rejects.toThrow(
      AlreadyExists,
    );
    expect((await datasets.update('gems', { name: 'Stones' })).name).toBe('Stones');
    expect((await datasets.list()).items.map((one) => one.name)).toEqual(['Stones']);
    expect(await datasets.remove('gems')).toBe(true);
    await expect(datasets.get('gems')).rejects.toThrow(NotFound);
  });
});

describe('assets', () => {
  it('of one shard come in the order of their ids, and go on after any of them, also one that is gone', async () => {
    const assets = assetStore(access);
    for (let i = 0; i < 60; i++) await assets.register(asset('walked', `${i}.png`));
    const { id } = asset('walked', '17.png');
    const shard = shardOf(id);
    const ids = async (after?: string) => {
      const found: string[] = [];
      for await (const one of assets.listShard('walked', shard, after)) found.push(one.id);
      return found;
    };
    const all = await ids();
    expect(all).toContain(id);
    expect(all).toEqual([...all].sort());
    for (const [at, one] of all.entries()) expect(await ids(one)).toEqual(all.slice(at + 1));
    expect(await ids(`${id}x`)).toEqual(all.slice(all.indexOf(id) + 1));
  });

  it('registering the same bytes twice changes nothing, other bytes replace', async () => {
    const assets = assetStore(access);
    const first = await assets.register(asset('d1', 'a.png'));
    expect(first.outcome).toBe('created');
    expect((await assets.register(asset('d1', 'a.png'))).outcome).toBe('unchanged');
    clock = new Date(clock.getTime() + 1000);
    const second = await assets.register(asset('d1', 'a.png', { sha256: 'other' }));
    expect(second.outcome).toBe('replaced');
    expect(second.asset.createdAt).toBe(first.asset.createdAt);
    expect(await assets.counts('d1')).toEqual({ ready: 1, quarantined: 0, removed: 0 });
  });

  it('counts follow every change of status, also when twenty come at once', async () => {
    const assets = assetStore(access);
    await Promise.all(Array.from({ length: 20 }, (_, i) => assets.register(asset('d2', `${i % 10}.png`))));
    await assets.register(asset('d2', 'bad.png', { status: 'quarantined', reason: 'It ends too early.' }));
    await assets.remove(asset('d2', '3.png').id);
    expect(await assets.counts('d2')).toEqual({ ready: 9, quarantined: 1, removed: 1 });
    const quarantined = await assets.list({ datasetId: 'd2', status: 'quarantined' });
    expect(quarantined.items.map((one) => one.key)).toEqual(['bad.png']);
  });

  it('pages through all shards without losing or repeating one, while others come and go', async () => {
    const assets = assetStore(access);
    for (let i = 0; i < 83; i++) await assets.register(asset('d3', `${i}.png`));
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await assets.list({ datasetId: 'd3', status: 'ready', limit: 7, pageToken });
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items.map((one) => one.key));
      pageToken = page.nextPageToken;
      if (page.items[0]) await assets.remove(page.items[0].id);
    } while (pageToken !== undefined);
    expect(seen).toHaveLength(83);
    expect(new Set(seen).size).toBe(83);
  });

  it('refuses a page token that is not ours', async () => {
    const listing = assetStore(access).list({ datasetId: 'd3', pageToken: 'nonsense' });
    await expect(listing).rejects.toThrow(InvalidInput);
  });
});

describe('ontologies', () => {
  it('keep every revision, and a save on an old one is refused', async () => {
    const ontologies = ontologyStore(access);
    const empty = { classes: [], classifications: [] };
    await ontologies.create({ id: 'o1', name: 'Gems', content: empty, by: 'u' });
    const car = {
      id: 'c',
      name: 'Car',
      shape: 'box' as const,
      color: '#112233',
      attributes: [],
      archived: false,
    };
    await ontologies.update('o1', 1, { content: { classes: [car], classifications: [] }, by: 'u' });
    await expect(ontologies.update('o1', 1, { content: empty, by: 'v' })).rejects.toThrow(StaleRevision);
    expect((await ontologies.get('o1')).revision).toBe(2);
    expect((await ontologies.get('o1', 1)).content.classes).toEqual([]);
    expect((await ontologies.list()).items).toMatchObject([{ id: 'o1', revision: 2 }]);
  });
});

describe('projects', () => {
  it('are found by their datasets, also after the datasets change', async () => {
    const projects = projectStore(access);
    const input = {
      id: 'p1',
      name: 'P',
      datasetIds: ['x', 'y'],
      ontologyId: 'o',
      workflowId: 'w',
      workflowRevision: 1,
      status: 'active' as const,
      rejectionReasons: [],
      createdBy: 'u',
    };
    await projects.create(input);
    expect((await projects.listOfDataset('y')).map((one) => one.id)).toEqual(['p1']);
    const changed = await projects.update('p1', { datasetIds: ['x', 'z'] }, 1);
    expect(changed.revision).toBe(2);
    expect(await projects.listOfDataset('y')).toEqual([]);
    expect((await projects.listOfDataset('z')).map((one) => one.id)).toEqual(['p1']);
    await expect(projects.update('p1', { name: 'Q' }, 1)).rejects.toThrow(StaleRevision);
  });
});

describe('accounts', () => {
  it('have one owner per email, whatever the case of its letters', async () => {
    const users = userStore(access);
    const user = {
      id: 'u1',
      email: 'Ada@example.org',
      name: 'Ada',
      isAdmin: true,
      disabled: false,
      preferences: {},
    };
    await users.create(user);
    await expect(users.create({ ...user, id: 'u2', email: 'ada@EXAMPLE.org' })).rejects.toThrow(
      AlreadyExists,
    );
    expect((await users.findByEmail('ADA@example.org'))?.id).toBe('u1');
    expect(await users.find('u2')).toBeUndefined();
  });

  it('a sign-in link works once, and nothing works after its end', async () => {
    const sessions = sessionStore(access);
    const later = new Date(clock.getTime() + 60_000).toISOString();
    await sessions.offerLink({ tokenHash: 'l', userId: 'u1', expiresAt: later });
    expect(await sessions.redeemLink('l')).toBe('u1');
    expect(await sessions.redeemLink('l')).toBeUndefined();
    await sessions.start({ tokenHash: 's', userId: 'u1', expiresAt: later });
    expect((await sessions.find('s'))?.userId).toBe('u1');
    const session = (await sessions.find('s'))!;
    clock = new Date(clock.getTime() + 61_000);
    expect(await sessions.find('s')).toBeUndefined();

    const muchLater = new Date(clock.getTime() + 60_000).toISOString();
    await sessions.extend(session, muchLater);
    expect((await sessions.find('s'))?.expiresAt).toBe(muchLater);
    await sessions.end('s');
    await sessions.extend(session, muchLater);
    expect(await sessions.find('s')).toBeUndefined();
  });
});

describe('jobs', () => {
  it('go forward only, and a finished one never changes again', async () => {
    const jobs = jobStore(access);
    const id = `p1.${newId(clock)}`;
    await jobs.create({ id, ownerId: 'p1', kind: 'export-labels', createdBy: 'u', total: 16 });
    await Promise.all([3, 1, 2].map((done) => jobs.progress(id, { done })));
    expect((await jobs.get(id)).progress).toEqual({ done: 3, total: 16 });
    await jobs.putPart(id, '03', { objects: 5 });
    await jobs.putPart(id, '03', { objects: 5 });
    expect(await jobs.listParts(id)).toEqual([{ part: '03', record: { objects: 5 } }]);
    await jobs.cancel(id);
    expect((await jobs.succeed(id, {})).status).toBe('cancelled');
    const second = `p1.${newId(new Date(clock.getTime() + 5))}`;
    await jobs.create({ id: second, ownerId: 'p1', kind: 'export-labels', createdBy: 'u' });
    expect((await jobs.list({ ownerId: 'p1', limit: 1 })).items[0].id).toBe(second);
  });
});

describe('snapshots', () => {
  it('are sealed once', async () => {
    const snapshots = snapshotStore(access);
    const input = {
      projectId: 'p1',
      name: 'First',
      splits: {},
      ontologyId: 'o',
      ontologyRevision: 1,
      createdBy: 'u',
    };
    await snapshots.create({ ...input, id: 'p1.s1' });
    await snapshots.seal('p1.s1', { counts: { objects: 3 }, sha256: 'abc', manifestKey: 'k', splits: {} });
    const again = await snapshots.seal('p1.s1', {
      counts: {},
      sha256: 'other',
      manifestKey: 'k',
      splits: {},
    });
    expect(again).toMatchObject({ status: 'sealed', sha256: 'abc', counts: { objects: 3 } });
  });
});

describe('idempotency keys', () => {
  it('give the second request what the first one was answered', async () => {
    const store = idempotencyStore(access);
    expect(await store.begin('u', 'k', 'f')).toBeUndefined();
    expect(await store.begin('u', 'k', 'f')).toMatchObject({ fingerprint: 'f' });
    await store.finish('u', 'k', { fingerprint: 'f', status: 201, body: '{}', startedAt: 'now' });
    expect(await store.begin('u', 'k', 'f')).toMatchObject({ status: 201, body: '{}' });
  });
});
