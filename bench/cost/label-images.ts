import sharp from 'sharp';
import type { Answer, Call, TestApi } from '../../test/support/start-api.ts';

/** What people do to one image: a number of saves while they draw, and heartbeats that keep the task theirs. */
export interface Habits {
  images: number;
  objectsPerImage: number;
  saves: number;
  heartbeats: number;
}

async function ok(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/**
 * The phases of an image's life, in order; each is run over all images before the next. `quietly` is for waiting, which
 * is nobody's work.
 */
export async function labelImages(
  api: TestApi,
  habits: Habits,
  quietly: Call,
  phase: (name: string) => void,
): Promise<void> {
  const admin = api.asAdmin;
  const { id: datasetId } = await ok(admin('POST', '/v1/datasets', { name: 'Cost' }));
  const classes = [{ id: 'gem', name: 'gem', shape: 'polygon', color: '#1f77b4' }];
  const ontology = await ok(admin('POST', '/v1/ontologies', { name: 'Gems', classes }));
  const workflow = await ok(admin('POST', '/v1/workflows', WORKFLOW));
  const project = await ok(
    admin('POST', '/v1/projects', {
      name: 'Cost',
      datasetIds: [datasetId],
      ontologyId: ontology.id,
      workflowId: workflow.id,
    }),
  );
  const projectId: string = project.id;
  phase('set-up');

  for (let n = 0; n < habits.images; n++) {
    const bytes = await sharp({
      create: { width: 640, height: 480, channels: 3, background: { r: n, g: 80, b: 120 } },
    })
      .jpeg()
      .toBuffer();
    const key = `${n}.jpg`;
    await ok(admin('POST', '/v1/uploads', { datasetId, key, size: bytes.length, contentType: 'image/jpeg' }));
    await api.ingest(datasetId, key, bytes);
  }
  await waitUntil(async () => {
    const { stages } = await ok(quietly('GET', `/v1/projects/${projectId}/counts`));
    return stages.draw?.total === habits.images;
  });
  phase('upload and ingest');

  for (let n = 0; n < habits.images; n++) await draw(admin, projectId, habits);
  phase('annotate');

  for (let n = 0; n < habits.images; n++) {
    const { id, assetId } = await ok(admin('POST', '/v1/tasks/claim-next', { projectId, stageId: 'check' }));
    await ok(admin('GET', `/v1/assets/${assetId}`));
    await ok(admin('GET', `/v1/tasks/${id}/labels`));
    await ok(admin('POST', `/v1/tasks/${id}/approve`));
  }
  phase('review');

  const { job } = await ok(admin('POST', '/v1/snapshots', { projectId, name: 'Cost' }));
  await api.ended(job.id);
  phase('snapshot');
  const exported = await ok(admin('POST', '/v1/exports', { projectId, format: 'coco' }));
  await api.ended(exported.id);
  phase('export');
}

async function draw(call: Call, projectId: string, habits: Habits): Promise<void> {
  const { id, assetId } = await ok(call('POST', '/v1/tasks/claim-next', { projectId, stageId: 'draw' }));
  await ok(call('GET', `/v1/assets/${assetId}`));
  const path = `/v1/tasks/${id}/labels`;
  let etag = (await call('GET', path)).headers.get('etag') ?? '';
  for (let beat = 0; beat < habits.heartbeats; beat++) await ok(call('POST', `/v1/tasks/${id}/heartbeat`));
  for (let save = 1; save <= habits.saves; save++) {
    const count = Math.ceil((habits.objectsPerImage * save) / habits.saves);
    const objects = Array.from({ length: count }, (_, k) => polygon(k));
    const saved = await call('PUT', path, { objects }, { 'if-match': etag });
    await ok(Promise.resolve(saved));
    etag = saved.headers.get('etag') ?? '';
  }
  await ok(call('POST', `/v1/tasks/${id}/submit`));
}

/** 24 corners, as people draw them. */
function polygon(k: number): object {
  const ring = Array.from({ length: 24 }, (_, i) => {
    const angle = (i / 24) * 2 * Math.PI;
    return [100 + 20 * (k % 20) + 15.37 * Math.cos(angle), 100 + 3 * k + 15.37 * Math.sin(angle)];
  });
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: `object-${k}`,
    classId: 'gem',
    shape: { type: 'polygon', parts: [[ring]] },
    createdBy: 'admin',
    createdAt: at,
    updatedBy: 'admin',
    updatedAt: at,
  };
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 200) throw new Error('The tasks of the images did not appear.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const WORKFLOW = {
  name: 'Draw and check',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
    { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'check' }] },
    {
      id: 'check',
      kind: 'review',
      name: 'Check',
      settings: { noSelfReview: false },
      pathways: [
        { name: 'approved', to: 'done' },
        { name: 'rejected', to: 'draw' },
      ],
    },
    { id: 'done', kind: 'complete', name: 'Complete', pathways: [] },
  ],
};
