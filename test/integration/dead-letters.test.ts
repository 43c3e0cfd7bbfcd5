import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectEvents } from '../../infra/local/object-events.ts';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('a file that could not be taken up is listed, and taken up when it is tried again', async () => {
  const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' });
  const key = blobKeys.image(dataset.id, 'late.png');
  const pixels = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  await api.blobs.put(key, pixels);
  const queue = api.seams.queue('object-events');
  await queue.send({ type: 'created', key });
  // The disk is full, say: nobody can do anything with it, again and again.
  let letters: { id: string; key: string }[] = [];
  for (let attempt = 0; attempt < 30 && letters.length === 0; attempt++) {
    const [message] = await queue.receive({ max: 1, visibilitySeconds: 60 });
    if (message) await queue.retry(message.receipt, 0);
    letters = (await api.asAdmin('GET', '/v1/object-events/dead-letters')).body.items;
  }
  expect(letters).toMatchObject([{ type: 'created', key, attempts: expect.any(Number) }]);
  expect((await api.call('GET', '/v1/object-events/dead-letters')).status).toBe(401);

  const again = await api.asAdmin('POST', '/v1/object-events/redrive', { ids: [letters[0].id] });
  expect(again).toMatchObject({ status: 202, body: { redriven: 1 } });
  expect((await api.asAdmin('GET', '/v1/object-events/dead-letters')).body.items).toEqual([]);
  const events = objectEvents({
    queue,
    workflows: api.seams.workflows,
    survives: async () => true,
    log: { info() {}, warn() {}, error() {} },
  });
  await expect.poll(() => events.isIdle(), { timeout: 20_000 }).toBe(true);
  await events.close();
  const { items } = (await api.asAdmin('GET', `/v1/assets?datasetId=${dataset.id}`)).body;
  expect(items).toMatchObject([{ key: 'late.png', status: 'ready' }]);
}, 60_000);

it('a file that was in hand each time the host was killed is tried elsewhere, and put aside when that ends, too', async () => {
  const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Bombs' });
  const create = { width: 9, height: 9, channels: 3 as const, background: '#654321' };
  const pixels = await sharp({ create }).png().toBuffer();
  const queue = api.seams.queue('object-events');
  for (const name of ['bomb.png', 'bystander.png']) {
    const key = blobKeys.image(dataset.id, name);
    await api.blobs.put(key, pixels);
    await queue.send({ type: 'created', key });
  }
  for (let kill = 1; kill <= 3; kill++) {
    expect(await queue.receive({ max: 2, visibilitySeconds: 60 })).toHaveLength(2);
    // The next host gives back what the killed one had in hand.
    await queue.releaseAll();
  }
  const tried: string[] = [];
  const events = objectEvents({
    queue,
    workflows: api.seams.workflows,
    survives: async (key) => {
      tried.push(key);
      return !key.endsWith('bomb.png');
    },
    log: { info() {}, warn() {}, error() {} },
  });
  await expect.poll(() => events.isIdle(), { timeout: 20_000 }).toBe(true);
  await events.close();
  expect(tried).toHaveLength(2);
  const { items } = (await api.asAdmin('GET', `/v1/assets?datasetId=${dataset.id}`)).body;
  expect(items.toSorted((a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1))).toMatchObject([
    { key: 'bomb.png', status: 'quarantined', reason: expect.stringContaining('time and memory') },
    { key: 'bystander.png', status: 'ready' },
  ]);
  // Told of again, the same version is left alone.
  await api.seams.workflows.startSync('ingest-asset', {
    type: 'created',
    key: blobKeys.image(dataset.id, 'bomb.png'),
  });
  const { body: after } = await api.asAdmin('GET', `/v1/datasets/${dataset.id}`);
  expect(after.counts).toMatchObject({ ready: 1, quarantined: 1 });
}, 60_000);
