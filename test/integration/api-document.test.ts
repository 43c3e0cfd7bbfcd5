import { afterAll, beforeAll, expect, test } from 'vitest';
import { REFUSALS } from '../../functions/api/openapi/refusals.ts';
import { REQUEST_EXAMPLES } from '../../functions/api/openapi/request-examples.ts';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  responses: Record<string, { description?: string }>;
}

let api: TestApi;
let operations: [name: string, operation: Operation][];
let tags: { name: string; description?: string }[];

beforeAll(async () => {
  api = await startApi();
  const { body } = await api.call('GET', '/v1/openapi.json');
  tags = body.tags;
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method} ${path}`,
        operation,
      ]),
  );
});
afterAll(() => api.stop());

test('every operation has a name of its own, a summary, a part that is described, and statuses that say why', () => {
  expect(operations.length).toBeGreaterThan(120);
  const names = operations.map(([, { operationId }]) => operationId);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  const described = new Map(tags.map(({ name, description }) => [name, description]));
  for (const [name, operation] of operations) {
    expect(operation.summary, name).toMatch(/\S/);
    expect(described.get(operation.tags?.[0] ?? ''), name).toMatch(/\S/);
    expect(Object.keys(operation.responses), name).not.toContain('4XX');
  }
});

test('refusals and examples belong to operations that there are', () => {
  const known = operations.map(([name]) => name);
  expect(Object.keys({ ...REFUSALS, ...REQUEST_EXAMPLES }).filter((name) => !known.includes(name))).toEqual(
    [],
  );
});

test('the examples are requests that the API understands', async () => {
  for (const [name, example] of Object.entries(REQUEST_EXAMPLES)) {
    const [method, path] = name.split(' ');
    const { status, body } = await api.asAdmin(
      method.toUpperCase(),
      path.replace(/\{\w+\}/g, 'nothing'),
      example,
      method === 'put' ? { 'if-match': '"1"' } : {},
    );
    expect(body?.code, `${name}: ${status} ${JSON.stringify(body)}`).not.toBe('invalid-input');
    expect(status).toBeLessThan(500);
  }
});
