import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSmokeTarget } from './open-smoke-target.ts';
import type { Answer } from './smoke-client.ts';
import type { SmokePerson, SmokeTarget } from './smoke-target.ts';

/**
 * The main job against a running deployment. The tests build on each other, in order; what they make is named after
 * the run, and their images and accounts are taken away at the end.
 */
const PATIENCE = { timeout: 180_000, interval: 500 };
const SLOW = 400_000;
const KEY = 'trays/one.png';
const run = `Smoke ${new Date().toISOString()}`;

let target: SmokeTarget;
let annotator: SmokePerson;
let reviewer: SmokePerson;
let datasetId: string;
let projectId: string;
let assetId: string;
let taskId: string;

beforeAll(async () => {
  target = await openSmokeTarget(process.env);
  annotator = await target.makePerson('annotator');
  reviewer = await target.makePerson('reviewer');
}, SLOW);
afterAll(async () => {
  if (datasetId !== undefined) await target.admin.call('DELETE', `/v1/datasets/${datasetId}`);
  await target?.close();
}, SLOW);

/** The body of an answer that must have this status. */
async function ok(answer: Promise<Answer>, status = 200): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  expect(got, JSON.stringify(body)).toBe(status);
  return body;
}

async function jobResult(id: string): Promise<Answer['body']> {
  const job = () => ok(target.admin.call('GET', `/v1/jobs/${id}`));
  await expect.poll(async () => (await job()).status, PATIENCE).not.toMatch(/queued|running/);
  const ended = await job();
  expect(ended, JSON.stringify(ended)).toMatchObject({ status: 'succeeded' });
  return ended.result;
}

test('answers to anybody about its health, and to nobody else about the rest', async () => {
  await ok(target.anybody('GET', '/v1/health'));
  expect((await target.anybody('GET', '/v1/datasets')).status).toBe(401);
  expect((await target.anybody('GET', '/v1/me', undefined, { authorization: 'Bearer a.b.c' })).status).toBe(
    401,
  );
  const guess = { email: 'nobody@example.com', password: 'a guess that is wrong' };
  expect((await target.anybody('POST', '/v1/sessions', guess)).status).toBe(401);
  expect(await ok(annotator.call('GET', '/v1/me'))).toMatchObject({ id: annotator.id, isAdmin: false });
  expect(await ok(target.admin.call('GET', '/v1/me'))).toMatchObject({ isAdmin: true });
});

test('takes a project in, and people into it', async () => {
  const { call } = target.admin;
  datasetId = (await ok(call('POST', '/v1/datasets', { name: run }), 201)).id;
  const ontology = await ok(
    call('POST', '/v1/ontologies', {
      name: run,
      classes: [{ id: 'gem', name: 'gem', shape: 'box', color: '#1f77b4' }],
    }),
    201,
  );
  const workflow = await ok(
    call('POST', '/v1/workflows', {
      name: run,
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
  const project = { name: run, datasetIds: [datasetId], ontologyId: ontology.id, workflowId: workflow.id };
  projectId = (await ok(call('POST', '/v1/projects', project), 201)).id;
  await ok(call('PUT', `/v1/members/${projectId}/${annotator.id}`, { role: 'annotator' }));
  await ok(call('PUT', `/v1/members/${projectId}/${reviewer.id}`, { role: 'reviewer' }));
});

test(
  'an uploaded image is measured and becomes a task; a file that is no image is put aside with a reason',
  async () => {
    const image = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#b43' } })
      .png()
      .toBuffer();
    assetId = await upload(KEY, image);
    const brokenId = await upload('trays/broken.jpg', Buffer.from('not an image at all'));
    const asset = (id: string) => target.admin.call('GET', `/v1/assets/${id}`);
    await expect.poll(async () => (await asset(assetId)).body.status, PATIENCE).toBe('ready');
    expect(await ok(asset(assetId))).toMatchObject({ key: KEY, width: 320, height: 200 });
    await expect.poll(async () => (await asset(brokenId)).body.status, PATIENCE).toBe('quarantined');
    expect((await ok(asset(brokenId))).reason).toMatch(/\w+ \w+/);
    const tasks = async () => (await target.admin.call('GET', `/v1/tasks?projectId=${projectId}`)).body.items;
    await expect.poll(tasks, PATIENCE).toMatchObject([{ assetId, stageId: 'draw', status: 'open' }]);
    const { thumbnailUrl } = await ok(asset(assetId));
    const thumbnail = await fetch(new URL(thumbnailUrl, 'http://127.0.0.1'));
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
  },
  SLOW,
);

async function upload(key: string, bytes: Buffer): Promise<string> {
  const contentType = 'image/png';
  const asked = { datasetId, key, size: bytes.length, contentType };
  const link = await ok(target.admin.call('POST', '/v1/uploads', asked), 201);
  const sent = await fetch(link.url, {
    method: link.method,
    headers: link.headers,
    body: new Uint8Array(bytes),
  });
  expect(sent.ok, `${sent.status} ${await sent.text()}`).toBe(true);
  return link.assetId;
}

test(
  'one task is drawn, rejected, corrected and approved, and only by those whose work it is',
  async () => {
    const claimed = await ok(annotator.call('POST', '/v1/tasks/claim-next', { projectId }));
    taskId = claimed.id;
    expect(claimed).toMatchObject({ assetId, assigneeId: annotator.id });
    expect((await reviewer.call('POST', `/v1/tasks/${taskId}/submit`)).status).toBe(403);

    const labels = `/v1/tasks/${taskId}/labels`;
    const etagOf = async () => (await annotator.call('GET', labels)).headers.get('etag') ?? '';
    const at = new Date().toISOString();
    const save = (x: number, etag: string) => {
      const shape = { type: 'box', x, y: 20, width: 100.5, height: 60 };
      const who = { createdBy: annotator.id, createdAt: at, updatedBy: annotator.id, updatedAt: at };
      const objects = [{ id: 'first', classId: 'gem', shape, ...who }];
      return annotator.call('PUT', labels, { objects }, { 'if-match': etag });
    };
    const first = await etagOf();
    await ok(save(10, first));
    expect((await save(99, first)).body).toMatchObject({ code: 'stale-revision' });
    await ok(annotator.call('POST', `/v1/tasks/${taskId}/submit`));

    const review = await ok(reviewer.call('POST', '/v1/tasks/claim-next', { projectId, stageId: 'check' }));
    expect(review.id).toBe(taskId);
    const reasons = [{ objectId: 'first', reason: 'Loose outline' }];
    await ok(reviewer.call('POST', `/v1/tasks/${taskId}/reject`, { reasons }));

    await ok(annotator.call('POST', '/v1/tasks/claim-next', { projectId }));
    await ok(save(12.25, await etagOf()));
    await ok(
      annotator.call('POST', `/v1/tasks/${taskId}/resolve`, { reasons: [{ index: 0, resolved: true }] }),
    );
    await ok(annotator.call('POST', `/v1/tasks/${taskId}/submit`));
    await ok(reviewer.call('POST', '/v1/tasks/claim-next', { projectId, stageId: 'check' }));
    await ok(reviewer.call('POST', `/v1/tasks/${taskId}/approve`));
    const done = await ok(target.admin.call('GET', `/v1/tasks/${taskId}`));
    expect(done).toMatchObject({ stageId: 'done', status: 'done' });
  },
  SLOW,
);

test('what is not somebody’s to do is refused', async () => {
  const exporting = { projectId, format: 'coco' };
  const outsider = await target.makePerson('outsider');
  const refused = await Promise.all([
    annotator.call('POST', '/v1/exports', exporting),
    annotator.call('POST', '/v1/datasets', { name: 'mine' }),
    reviewer.call('PUT', `/v1/members/${projectId}/${reviewer.id}`, { role: 'admin' }),
    reviewer.call('DELETE', `/v1/datasets/${datasetId}`),
    outsider.call('GET', `/v1/tasks?projectId=${projectId}`),
    outsider.call('GET', `/v1/tasks/${taskId}/labels`),
    outsider.call('GET', `/v1/assets/${assetId}`),
  ]);
  for (const { status, body } of refused) expect([403, 404], JSON.stringify(body)).toContain(status);
});

test(
  'labels are frozen into a snapshot, and exported as they were drawn',
  async () => {
    const { call } = target.admin;
    const asked = { projectId, name: run, splits: { train: 1, val: 0, test: 0 } };
    const { job, snapshot } = await ok(call('POST', '/v1/snapshots', asked), 202);
    await jobResult(job.id);
    const sealed = await ok(call('GET', `/v1/snapshots/${snapshot.id}`));
    expect(sealed).toMatchObject({ status: 'sealed', counts: { images: 1, objects: 1, train: 1 } });
    expect(sealed.sha256).toMatch(/^[0-9a-f]{64}$/);

    for (const from of [{ projectId }, { snapshotId: snapshot.id }]) {
      const exported = await ok(call('POST', '/v1/exports', { ...from, format: 'coco' }), 202);
      expect(await jobResult(exported.id)).toMatchObject({ images: 1, objects: 1 });
      const { downloadUrl } = await ok(call('GET', `/v1/exports/${exported.id}`));
      const coco = await (await fetch(downloadUrl)).json();
      expect(coco).toMatchObject({
        images: [{ file_name: KEY, width: 320, height: 200 }],
        annotations: [{ bbox: [12.25, 20, 100.5, 60], area: 6030, category_id: 1 }],
      });
    }
  },
  SLOW,
);
