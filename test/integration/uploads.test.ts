import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('tells an upload that goes on what has arrived, also what was quarantined', async () => {
  const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' });
  const bytes = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  await api.ingest(dataset.id, 'a/"1".png', bytes);
  await api.ingest(dataset.id, 'broken.png', new Uint8Array([1, 2, 3]));
  const keys = ['a/"1".png', 'broken.png', 'missing.png', 'a/"1".png'];
  const asked = { datasetId: dataset.id, keys };
  const { status, body } = await api.asAdmin('POST', '/v1/uploads/arrived', asked);
  expect(status).toBe(200);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(body.items).toEqual([
    { key: 'a/"1".png', size: bytes.length, sha256 },
    expect.objectContaining({ key: 'broken.png', size: 3 }),
  ]);
  const elsewhere = await api.asAdmin('POST', '/v1/uploads/arrived', { datasetId: 'nowhere', keys });
  expect(elsewhere.status).toBe(404);
});
