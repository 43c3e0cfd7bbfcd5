import { existsSync, readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCoco } from '../support/load-coco.ts';
import { startApi } from '../support/start-api.ts';
import type { Call, TestApi } from '../support/start-api.ts';

const FOLDER = new URL('../../../shared/fixtures/coco20/images/', import.meta.url);
const present = existsSync(FOLDER);
if (!present)
  console.warn('Drawn images stand in: the photographs are not at ../shared/fixtures/coco20/images.');

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function photographs(): Promise<[name: string, bytes: Uint8Array][]> {
  if (present) return readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER))]);
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer();
  return Array.from({ length: 20 }, (_, i) => [`${i}.jpg`, bytes]);
}

async function person(email: string): Promise<{ id: string; call: Call }> {
  const password = 'correct horse battery';
  const { body } = await api.asAdmin('POST', '/v1/users', { email, name: email, password });
  const session = await api.call('POST', '/v1/sessions', { email, password });
  return { id: body.user.id, call: api.as(session.body.token) };
}

async function ok(answer: ReturnType<Call>, status = 200) {
  const { status: got, body, headers } = await answer;
  expect(got, JSON.stringify(body)).toBe(status);
  return { body, headers };
}

test('an image is labelled, rejected, corrected, approved and exported by calls of the API alone', async () => {
  const admin = api.asAdmin;
  const annotator = await person('ann@example.com');
  const reviewer = await person('rev@example.com');

  // The photographs arrive.
  const { body: dataset } = await ok(admin('POST', '/v1/datasets', { name: 'Street' }), 201);
  for (const [name, bytes] of await photographs()) {
    const upload = { datasetId: dataset.id, key: name, size: bytes.length, contentType: 'image/jpeg' };
    const { body } = await ok(admin('POST', '/v1/uploads', upload), 201);
    expect(body).toMatchObject({ method: 'PUT', url: expect.stringMatching(/^http/) });
    await api.ingest(dataset.id, name, bytes);
  }
  const { body: ready } = await ok(admin('GET', `/v1/datasets/${dataset.id}`));
  expect(ready.counts).toEqual({ ready: 20, quarantined: 0, removed: 0 });

  // A project over them, made afterwards.
  const { body: ontology } = await ok(
    admin('POST', '/v1/ontologies', {
      name: 'Things',
      classes: [{ id: 'car', name: 'car', shape: 'box', color: '#1f77b4' }],
    }),
    201,
  );
  const { body: workflow } = await ok(
    admin('POST', '/v1/workflows', {
      name: 'Draw and check',
      stages: [
        { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
        { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'check' }] },
        {
          id: 'check',
          kind: 'review',
          name: 'Check',
          pathways: [
            { name: 'approved', to: 'done' },
            { name: 'rejected', to: 'draw' },
          ],
        },
        { id: 'done', kind: 'complete', name: 'Complete', pathways: [] },
      ],
    }),
    201,
  );
  const { body: project } = await ok(
    admin('POST', '/v1/projects', {
      name: 'Cars',
      datasetIds: [dataset.id],
      ontologyId: ontology.id,
      workflowId: workflow.id,
    }),
    201,
  );
  await ok(admin('PUT', `/v1/members/${project.id}/${annotator.id}`, { role: 'annotator' }));
  await ok(admin('PUT', `/v1/members/${project.id}/${reviewer.id}`, { role: 'reviewer' }));
  await expect
    .poll(async () => (await admin('GET', `/v1/projects/${project.id}/counts`)).body.stages.draw?.total, {
      timeout: 20_000,
    })
    .toBe(20);

  // Labelled …
  const claim = { projectId: project.id, stageId: 'draw' };
  const { body: task } = await ok(annotator.call('POST', '/v1/tasks/claim-next', claim));
  const { body: asset } = await ok(annotator.call('GET', `/v1/assets/${task.assetId}`));
  const labelsPath = `/v1/tasks/${task.id}/labels`;
  const { headers } = await ok(annotator.call('GET', labelsPath));
  const at = new Date().toISOString();
  const by = annotator.id;
  const box = (x: number) => ({
    id: 'first',
    classId: 'car',
    shape: { type: 'box', x, y: 20, width: 100.5, height: 60 },
    createdBy: by,
    createdAt: at,
    updatedBy: by,
    updatedAt: at,
  });
  const save = (x: number, etag: string | null) =>
    annotator.call('PUT', labelsPath, { objects: [box(x)] }, { 'if-match': etag ?? '' });
  const { headers: saved } = await ok(save(10, headers.get('etag')));
  const stale = await save(99, headers.get('etag'));
  expect([stale.status, stale.body.code]).toEqual([409, 'stale-revision']);
  await ok(annotator.call('POST', `/v1/tasks/${task.id}/submit`));

  // … rejected …
  const review = { projectId: project.id, stageId: 'check' };
  const { body: reviewed } = await ok(reviewer.call('POST', '/v1/tasks/claim-next', review));
  expect(reviewed.id).toBe(task.id);
  const reasons = [{ objectId: 'first', reason: 'Loose outline' }];
  await ok(reviewer.call('POST', `/v1/tasks/${task.id}/reject`, { reasons }));

  // … corrected …
  const { body: again } = await ok(annotator.call('POST', '/v1/tasks/claim-next', claim));
  expect(again).toMatchObject({
    id: task.id,
    rejection: { reasons: [{ reason: 'Loose outline', resolved: false }] },
  });
  const early = await annotator.call('POST', `/v1/tasks/${task.id}/submit`);
  expect(early.status).toBe(409);
  await ok(save(12.25, saved.get('etag')));
  await ok(
    annotator.call('POST', `/v1/tasks/${task.id}/resolve`, { reasons: [{ index: 0, resolved: true }] }),
  );
  await ok(annotator.call('POST', `/v1/tasks/${task.id}/submit`));

  // … approved …
  await ok(reviewer.call('POST', '/v1/tasks/claim-next', review));
  await ok(reviewer.call('POST', `/v1/tasks/${task.id}/approve`));
  const { body: done } = await ok(admin('GET', `/v1/tasks/${task.id}`));
  expect(done).toMatchObject({ stageId: 'done', status: 'done' });

  // … and exported.
  const forbidden = await annotator.call('POST', '/v1/exports', { projectId: project.id, format: 'coco' });
  expect([forbidden.status, forbidden.body.code]).toEqual([403, 'not-allowed']);
  const { body: job } = await ok(
    admin('POST', '/v1/exports', { projectId: project.id, format: 'coco' }),
    202,
  );
  expect(await api.ended(job.id)).toMatchObject({ status: 'succeeded', result: { images: 1, objects: 1 } });
  const { body: download } = await ok(admin('GET', `/v1/exports/${job.id}`));
  const file = await api.blobs.get(`exports/${job.id}/${download.fileName}`);
  const coco = JSON.parse(Buffer.from(file).toString());
  expect(coco.images).toMatchObject([{ file_name: asset.key, width: asset.width, height: asset.height }]);
  expect(coco.annotations).toMatchObject([
    { bbox: [12.25, 20, 100.5, 60], area: 6030, category_id: 1, iscrowd: 0 },
  ]);
  expect(loadCoco(file)?.boxes ?? [[12.25, 20, 100.5, 60]]).toEqual([[12.25, 20, 100.5, 60]]);
}, 120_000);
