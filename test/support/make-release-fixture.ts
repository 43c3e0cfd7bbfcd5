/**
 * Writes down what a release keeps: `node test/support/make-release-fixture.ts test/fixtures/release-<version>`. Run it
 * when a release is made, and never again for that release: later ones must read what it wrote.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import { startApi } from './start-api.ts';
import type { Answer } from './start-api.ts';

const [folder] = process.argv.slice(2);
const api = await startApi();
const password = 'correct horse battery';

async function ok(answer: Promise<Answer>, status = 200): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`${got}: ${JSON.stringify(body)}`);
  return body;
}
const admin = api.asAdmin;
const post = (path: string, body: unknown, status = 201) => ok(admin('POST', `/v1/${path}`, body), status);

const dataset = await post('datasets', { name: 'Trays' });
for (const [index, background] of ['#a33', '#3a3', '#33a', '#aa3'].entries()) {
  const size = { width: 160, height: 120 };
  const bytes = await sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer();
  await api.ingest(dataset.id, `tray-${index}.png`, bytes);
}
await api.ingest(dataset.id, 'broken.png', Buffer.from('no image'));
const ontology = await post('ontologies', {
  name: 'Stones',
  classes: [
    {
      id: 'gem',
      name: 'gem',
      shape: 'polygon',
      color: '#1f77b4',
      attributes: [{ id: 'clear', name: 'Clear', type: 'text' }],
    },
  ],
});
const workflow = await post('workflows', {
  name: 'Draw, check',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
    { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'split' }] },
    {
      id: 'split',
      kind: 'percentageRouter',
      name: 'Split',
      pathways: [
        { name: 'look', to: 'check', percentage: 50 },
        { name: 'trust', to: 'done', percentage: 50 },
      ],
    },
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
});
const project = await post('projects', {
  name: 'Stones',
  datasetIds: [dataset.id],
  ontologyId: ontology.id,
  workflowId: workflow.id,
});
const projectId = project.id as string;
await post('webhooks', { projectId, url: 'https://example.com/hook', events: ['task.submitted'] });
for (;;) {
  const { stages } = await ok(admin('GET', `/v1/projects/${projectId}/counts`));
  if (stages.draw?.total === 4) break;
}
const people = [];
for (const name of ['ann', 'rev']) {
  const email = `${name}@example.com`;
  const { user } = await post('users', { email, name, password });
  await ok(admin('PUT', `/v1/members/${projectId}/${user.id}`, { role: 'annotatorReviewer' }));
  people.push({ id: user.id as string, call: api.as((await post('sessions', { email, password })).token) });
}
const [ann, rev] = people;
const at = new Date().toISOString();
for (let turn = 0; turn < 3; turn++) {
  const task = await ok(ann.call('POST', '/v1/tasks/claim-next', { projectId, stageId: 'draw' }));
  const ring = [
    [10, 10],
    [90.25, 12],
    [50, 80 + turn],
  ];
  const stamp = { createdBy: ann.id, createdAt: at, updatedBy: ann.id, updatedAt: at };
  const objects = Array.from({ length: turn === 0 ? 600 : 1 }, (_, index) => ({
    id: `o${index}`,
    classId: 'gem',
    shape: { type: 'polygon', parts: [[ring.map(([x, y]) => [x + (index % 7), y + (index % 11)])]] },
    attributes: { clear: 'yes' },
    ...stamp,
  }));
  const labels = `/v1/tasks/${task.id}/labels`;
  await ok(ann.call('PUT', labels, { objects, classifications: [] }, { 'if-match': '"0"' }));
  const comment = { text: 'Is this one?', anchor: { type: 'image' } };
  await ann.call('POST', `/v1/tasks/${task.id}/comments`, comment);
  await ok(ann.call('POST', `/v1/tasks/${task.id}/submit`));
}
const review = await ok(rev.call('POST', '/v1/tasks/claim-next', { projectId, stageId: 'check' }));
await ok(rev.call('POST', `/v1/tasks/${review.id}/reject`, { reasons: [{ reason: 'Loose outline' }] }));
const frozen = await post(
  'snapshots',
  { projectId, name: 'First', splits: { train: 1, val: 0, test: 0 } },
  202,
);
await api.ended(frozen.job.id);
await api.ended((await post('exports', { projectId, format: 'coco' }, 202)).id);

const records: unknown[] = [];
for await (const { Items = [] } of paginateScan(
  { client: api.store.client },
  { TableName: api.store.table },
)) {
  records.push(...Items);
}
const blobs: Record<string, string> = {};
let after: string | undefined;
do {
  const page = await api.blobs.list('', { after });
  // What shards leave for the last step is cleared away in the meantime.
  const kept = page.items.filter(({ key }) => !key.includes('/parts/'));
  for (const { key } of kept) blobs[key] = Buffer.from(await api.blobs.get(key)).toString('base64');
  after = page.next;
} while (after !== undefined);
await mkdir(folder, { recursive: true });
const about = { projectId, datasetId: dataset.id, annotator: 'ann@example.com', password };
const text = JSON.stringify(
  { about, records, blobs },
  (_, value: unknown) =>
    value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value,
  1,
);
await writeFile(join(folder, 'kept.json'), `${text}\n`);
console.log(`${records.length} records and ${Object.keys(blobs).length} files are in ${folder}.`);
await api.stop();
