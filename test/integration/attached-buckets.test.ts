import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  delete process.env.ATTACHED_BUCKETS;
  await api.stop();
});

it('a dataset of an attached bucket takes in the files that are there already, once', async () => {
  process.env.ATTACHED_BUCKETS = 'photos/2024/';
  const [{ datasetId }] = attachedSources('photos/2024/');
  // Where the attached bucket is seen from inside; nothing tells of these files.
  for (const name of ['a.png', 'b.png', 'no.png']) {
    const create = { width: 8, height: 8, channels: 3 as const, background: { r: name.length, g: 1, b: 1 } };
    const bytes = name === 'no.png' ? Buffer.from('text') : await sharp({ create }).png().toBuffer();
    await api.blobs.put(`images/${datasetId}/2024/${name}`, bytes);
  }
  const made = await api.asAdmin('POST', '/v1/datasets', { name: 'Photos', source: 's3://photos/2024' });
  expect(made).toMatchObject({ status: 201, body: { id: datasetId, source: 's3://photos/2024/' } });
  const { body: jobs } = await api.asAdmin('GET', `/v1/jobs?projectId=${datasetId}`);
  expect(await api.ended(jobs.items[0].id)).toMatchObject({ status: 'succeeded', result: { files: 3 } });
  await expect
    .poll(async () => (await api.asAdmin('GET', `/v1/datasets/${datasetId}`)).body.counts, {
      timeout: 20_000,
    })
    .toEqual({ ready: 2, quarantined: 1, removed: 0 });
  const again = await api.asAdmin('POST', '/v1/datasets', { name: 'Photos', source: 's3://photos/2024/' });
  expect(again).toMatchObject({ status: 409, body: { code: 'already-exists' } });
});

it('a bucket that was not attached at deployment is refused, and what is attached is told', async () => {
  process.env.ATTACHED_BUCKETS = 'photos/2024/';
  for (const source of ['s3://photos/', 's3://secrets/', 'https://photos/2024/', 's3://photos/2024/../']) {
    const { status, body } = await api.asAdmin('POST', '/v1/datasets', { name: 'Other', source });
    expect({ status, code: body.code }, source).toEqual({ status: 400, code: 'invalid-input' });
    expect(body.detail).toContain('Attached are s3://photos/2024/.');
  }
  delete process.env.ATTACHED_BUCKETS;
  const { body } = await api.asAdmin('POST', '/v1/datasets', { name: 'Other', source: 's3://photos/2024/' });
  expect(body.detail).toContain('No bucket is attached');
});
