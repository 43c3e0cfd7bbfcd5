import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { ApiClient } from './api-client.ts';
import { seedEvaluation } from './seed-evaluation.ts';
import type { SeededProject } from './seed-project.ts';

interface Task {
  id: string;
  status: string;
  stageKind: string;
}
interface Job {
  id: string;
  status: string;
}

const DONE = 4;

/** A project that has run for a while: finished tasks, a snapshot, an export, an evaluation, a look at the images, unreadable files. */
export async function seedMoreWork(seed: SeededProject) {
  const { admin, annotator, projectId, datasetId, classOf } = seed;
  for (const [key, text] of [
    ['2026-03/half-sent.jpg', '\xff\xd8\xff\xe0 and then nothing'],
    ['notes.txt', 'Not an image at all.'],
  ]) {
    const body = { datasetId, key, size: text.length, contentType: 'image/jpeg' };
    const ticket = await admin.call<{ url: string; method: string; headers: Record<string, string> }>(
      'POST',
      'uploads',
      body,
    );
    const { url, method, headers } = ticket;
    const sent = await fetch(new URL(url, admin.cookie.url), {
      method,
      headers,
      body: Buffer.from(text, 'latin1'),
    });
    if (!sent.ok) throw new Error(`The upload of ${key} was refused: ${sent.status}`);
  }
  const { items } = await admin.call<{ items: Task[] }>(
    'GET',
    `tasks?projectId=${projectId}&stageId=annotate`,
  );
  const open = items.filter(({ status }) => status === 'open').slice(0, DONE + 2);
  for (const [index, { id }] of open.entries()) {
    await annotator.call('POST', `tasks/${id}/claim`, {});
    const content = { objects: boxes(classOf.box, 2 + (index % 3)), classifications: [] };
    await annotator.call('PUT', `tasks/${id}/labels`, content, { 'if-match': '"0"' });
    await annotator.call('POST', `tasks/${id}/submit`, {});
    if (index >= DONE) continue;
    await admin.call('POST', `tasks/${id}/claim`, {});
    await admin.call('POST', `tasks/${id}/approve`, {});
  }
  const { job: freeze } = await admin.call<{ job: Job }>('POST', 'snapshots', {
    projectId,
    name: 'First round',
    splits: { train: 0.7, val: 0.2, test: 0.1 },
  });
  await ended(admin, freeze);
  await ended(admin, await admin.call<Job>('POST', 'exports', { projectId, format: 'coco' }));
  await seedEvaluation(seed, (job) => ended(admin, job));
  await admin.call('POST', 'curations', { projectId });
  const { items: jobs } = await admin.call<{ items: Job[] }>('GET', `jobs?projectId=${projectId}`);
  for (const job of jobs) await ended(admin, job);
}

function boxes(classId: string, count: number): LabelObject[] {
  const at = '2026-01-01T00:00:00.000Z';
  return Array.from({ length: count }, (_, index) => ({
    id: `box-${index}`,
    classId,
    shape: { type: 'box', x: 40 + 130 * index, y: 60 + 50 * index, width: 110, height: 90 },
    attributes: {},
    source: 'manual',
    createdBy: 'ana',
    createdAt: at,
    updatedBy: 'ana',
    updatedAt: at,
  }));
}

async function ended(admin: ApiClient, { id }: Pick<Job, 'id'>): Promise<void> {
  for (let round = 0; round < 300; round++) {
    const { status } = await admin.call<Job>('GET', `jobs/${id}`);
    if (status !== 'queued' && status !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The job ${id} did not end within 30 seconds.`);
}
