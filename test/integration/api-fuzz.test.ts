import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { arbitraryOf } from '../support/json-schema-arbitrary.ts';
import type { JsonSchema } from '../support/json-schema-arbitrary.ts';
import { startApi } from '../support/start-api.ts';
import type { Call, TestApi } from '../support/start-api.ts';

interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** Requests per operation; raise it to look longer. */
const RUNS = Number(process.env.LAPIDARY_FUZZ_RUNS ?? 8);

let api: TestApi;
let member: Call;
const known: string[] = [];
let schemas: Record<string, JsonSchema>;
let operations: [name: string, method: string, path: string, operation: Operation][];

beforeAll(async () => {
  api = await startApi();
  const { body: document } = await api.call('GET', '/v1/openapi.json');
  schemas = document.components.schemas;
  operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, string, string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        method.toUpperCase(),
        path,
        operation,
      ]),
  );

  // A small world, so that requests find something.
  const { body: dataset } = await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' });
  const picture = sharp({ create: { width: 20, height: 20, channels: 3, background: '#888' } });
  await api.ingest(dataset.id, 'a.png', await picture.png().toBuffer());
  const { body: ontology } = await api.asAdmin('POST', '/v1/ontologies', {
    name: 'Gems',
    classes: [{ id: 'c', name: 'ruby', shape: 'box', color: '#ff0000' }],
  });
  const { body: workflow } = await api.asAdmin('POST', '/v1/workflows', {
    name: 'Draw and check',
    stages: [
      { id: 's', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'a' }] },
      { id: 'a', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'r' }] },
      {
        id: 'r',
        kind: 'review',
        name: 'Check',
        pathways: [
          { name: 'approved', to: 'c' },
          { name: 'rejected', to: 'a' },
        ],
      },
      { id: 'c', kind: 'complete', name: 'Complete', pathways: [] },
    ],
  });
  const { body: project } = await api.asAdmin('POST', '/v1/projects', {
    name: 'Gems',
    datasetIds: [dataset.id],
    ontologyId: ontology.id,
    workflowId: workflow.id,
  });
  await vi.waitFor(
    async () => {
      const { body } = await api.asAdmin('GET', `/v1/tasks?projectId=${project.id}&stageId=a`);
      if (body.items?.length !== 1) throw new Error('The task is not there yet.');
    },
    { timeout: 20_000 },
  );
  const { body: tasks } = await api.asAdmin('GET', `/v1/tasks?projectId=${project.id}`);
  const { body: assets } = await api.asAdmin('GET', `/v1/assets?datasetId=${dataset.id}`);
  const { body: made } = await api.asAdmin('POST', '/v1/users', {
    email: 'm@example.com',
    name: 'M',
    password: 'long enough password',
  });
  await api.asAdmin('PUT', `/v1/members/${project.id}/${made.user.id}`, { role: 'annotatorReviewer' });
  const { body: session } = await api.call('POST', '/v1/sessions', {
    email: 'm@example.com',
    password: 'long enough password',
  });
  member = api.as(session.token);
  known.push(
    dataset.id,
    ontology.id,
    workflow.id,
    project.id,
    tasks.items[0].id,
    assets.items[0].id,
    made.user.id,
    'a',
    'r',
    'c',
  );
}, 60_000);
afterAll(() => api.stop());

function requestOf(
  operation: Operation,
  path: string,
): fc.Arbitrary<{ path: string; body?: unknown; headers: Record<string, string> }> {
  const parameters = operation.parameters ?? [];
  const values = parameters.map((parameter) => {
    const one = arbitraryOf(parameter.schema, schemas, known, 0.08);
    return parameter.in === 'path' || parameter.required ? one : fc.option(one, { nil: undefined });
  });
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema ? arbitraryOf(schema, schemas, known) : fc.constant(undefined);
  const ifMatch = fc.option(fc.constantFrom('"0"', '"1"', '"2"', 'x', '*'), { nil: undefined });
  return fc.tuple(fc.tuple(...values), body, ifMatch).map(([given, content, match]) => {
    const query = new URLSearchParams();
    const headers: Record<string, string> = match === undefined ? {} : { 'if-match': match };
    let target = path;
    parameters.forEach(({ name, in: place }, i) => {
      const value = given[i];
      if (value === undefined) return;
      const text = (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
      if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text) || '%20');
      else if (place === 'query') query.set(name, text);
    });
    return { path: query.size > 0 ? `${target}?${query}` : target, body: content, headers };
  });
}

test('whatever is sent, no answer is a failure of ours, and every refusal is a problem document', async () => {
  expect(operations.length).toBeGreaterThan(40);
  const failures: string[] = [];
  // What deletes comes last: the others need what there is.
  const inOrder = operations.toSorted((a, b) => Number(a[1] === 'DELETE') - Number(b[1] === 'DELETE'));
  for (const [name, method, path, operation] of inOrder) {
    // Signing out or disabling oneself would end the test early.
    if (name.startsWith('DELETE /v1/sessions')) continue;
    await fc.assert(
      fc.asyncProperty(requestOf(operation, path), fc.boolean(), async (request, isMember) => {
        const call = isMember ? member : api.asAdmin;
        const { status, body, headers } = await call(method, request.path, request.body, request.headers);
        if (status >= 500)
          failures.push(
            `${method} ${request.path} ${JSON.stringify(request.body)}: ${status} ${api.logged.at(-1)}`,
          );
        if (status < 400) return;
        expect(headers.get('content-type')).toBe('application/problem+json');
        expect(body).toMatchObject({
          status,
          code: expect.stringMatching(/^[a-z-]+$/),
          detail: expect.stringMatching(/.{10}/),
        });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }
  expect(failures).toEqual([]);
}, 300_000);

test('bodies that are no JSON are told apart', async () => {
  for (const [, method, path, operation] of operations.filter(([, , , one]) => one.requestBody)) {
    const target = path.replaceAll(/\{\w+\}/g, known[0]);
    for (const text of ['{', '[1,', '\u0000', 'null', '"text"', '[]']) {
      const { status, body } = await api.asAdmin(method, target, text);
      expect(
        status,
        `${method} ${target} ${text} ${JSON.stringify(operation.parameters)}`,
      ).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body.code).toBeTypeOf('string');
    }
  }
}, 120_000);

test('half a character is refused wherever a body takes text; a whole one is kept', async () => {
  for (const text of ['{"name":"a\\ud800b"}', '{"\\uDFFF":1}', '{"deep":[{"x":["\\ud83d\\u0041"]}]}']) {
    for (const [, method, path] of operations.filter(([, , , one]) => one.requestBody)) {
      const { status, body } = await api.asAdmin(method, path.replaceAll(/\{\w+\}/g, known[0]), text);
      expect([status, body.code], `${method} ${path} ${text}`).toEqual([400, 'invalid-input']);
    }
  }
  const { status, body } = await api.asAdmin('POST', '/v1/datasets', '{"name":"\\ud83d\\udc8e"}');
  expect([status, body.name]).toEqual([201, '💎']);
});
