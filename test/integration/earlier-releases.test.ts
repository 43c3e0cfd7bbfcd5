import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { startApi } from '../support/start-api.ts';
import type { Answer, Call, TestApi } from '../support/start-api.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures');
const RELEASES = readdirSync(FOLDER).filter((name) => name.startsWith('release-'));

/** What `make-release-fixture.ts` wrote down with that release. */
interface Kept {
  about: { projectId: string; datasetId: string; annotator: string; password: string };
  records: Record<string, unknown>[];
  blobs: Record<string, string>;
}

let api: TestApi | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

async function open(kept: Kept, change: (record: Record<string, unknown>) => Record<string, unknown>) {
  api = await startApi();
  const { client, table } = api.store;
  for (const record of kept.records) {
    await client.send(new PutCommand({ TableName: table, Item: change(record) }));
  }
  for (const [key, base64] of Object.entries(kept.blobs)) {
    await api.blobs.put(key, Buffer.from(base64, 'base64'));
  }
  return api;
}

async function ok(answer: Promise<Answer>, status = 200): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  expect(got, JSON.stringify(body)).toBe(status);
  return body;
}

/** Everything that the release kept is there, and its people work on. */
async function readAll(opened: TestApi, { about }: Kept): Promise<Call> {
  const { projectId, datasetId, annotator, password } = about;
  const admin = opened.asAdmin;
  const assets = await ok(admin('GET', `/v1/assets?datasetId=${datasetId}`));
  const states = assets.items.map(({ status }: { status: string }) => status).toSorted();
  expect(states).toEqual(['quarantined', 'ready', 'ready', 'ready', 'ready']);
  const tasks = await ok(admin('GET', `/v1/tasks?projectId=${projectId}`));
  expect(tasks.items).toHaveLength(4);
  let objects = 0;
  for (const { id } of tasks.items) {
    objects += (await ok(admin('GET', `/v1/tasks/${id}/labels?branch=main`))).objects.length;
    await ok(admin('GET', `/v1/tasks/${id}/labels/revisions?branch=main`));
    await ok(admin('GET', `/v1/tasks/${id}/comments`));
    await ok(admin('GET', `/v1/tasks/${id}/route`));
    await ok(admin('GET', `/v1/tasks/${id}/reviews`));
  }
  expect(objects).toBe(602);
  for (const list of ['snapshots', 'jobs', 'webhooks', 'audit', 'members']) {
    const { items } = await ok(admin('GET', `/v1/${list}?projectId=${projectId}`));
    expect(items.length, list).toBeGreaterThan(0);
  }
  for (const list of ['users', 'ontologies', 'workflows', 'projects', 'datasets']) {
    expect((await ok(admin('GET', `/v1/${list}`))).items.length, list).toBeGreaterThan(0);
  }
  await ok(admin('GET', `/v1/projects/${projectId}/numbers`));
  const session = await ok(opened.call('POST', '/v1/sessions', { email: annotator, password }), 201);
  return opened.as(session.token);
}

describe.each(RELEASES)('what %s kept', (release) => {
  const text = readFileSync(join(FOLDER, release, 'kept.json'), 'utf8');
  const kept = JSON.parse(text, (_, value: { bytes?: unknown } | null) =>
    typeof value?.bytes === 'string' ? Buffer.from(value.bytes, 'base64') : value,
  ) as Kept;
  const { projectId } = kept.about;

  test('is read, and worked on, by this one', async () => {
    const opened = await open(kept, (record) => record);
    const ann = await readAll(opened, kept);
    const task = await ok(ann('POST', '/v1/tasks/claim-next', { projectId, stageId: 'draw' }));
    const labels = `/v1/tasks/${task.id}/labels`;
    const { headers, body } = await ann('GET', labels);
    const content = { objects: body.objects, classifications: body.classifications };
    await ok(ann('PUT', labels, content, { 'if-match': headers.get('etag') ?? '' }));
    const reasons = (task.rejection?.reasons ?? []).map((_: unknown, index: number) => ({
      index,
      resolved: true,
    }));
    if (reasons.length > 0) await ok(ann('POST', `/v1/tasks/${task.id}/resolve`, { reasons }));
    await ok(ann('POST', `/v1/tasks/${task.id}/submit`));
    const exported = await ok(
      opened.asAdmin('POST', '/v1/exports', { projectId, format: 'coco', include: 'labelled' }),
      202,
    );
    expect(await opened.ended(exported.id)).toMatchObject({ status: 'succeeded', result: { objects: 602 } });
  });

  test('is still read after a later release has written to it and was rolled back', async () => {
    // Later releases add fields, and count the version up; they keep the fields that are there.
    await readAll(
      await open(kept, (record) =>
        'v' in record
          ? { ...record, v: Number(record.v) + 1, addedLater: { by: 'a later release' } }
          : record,
      ),
      kept,
    );
  });

  test('every record says which version of its kind it is, but for counters and pointers', () => {
    const withoutVersion = kept.records.filter((record) => !('v' in record));
    for (const { pk, sk } of withoutVersion) {
      expect(`${String(pk)} ${String(sk)}`).toMatch(
        /^(COUNTS|ROUTER|WORKLOG)#|^EMAIL#|^STAGES#|^DATASET#\w+#PROJECTS |^AUDIT#\w+ DAY#/,
      );
    }
  });
});
