import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  format?: string;
  [more: string]: unknown;
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: { type?: string } }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

let world: TaskWorld;
let taskId: string;
let document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
  taskId = await world.addTask('one.png');
  document = (await world.api.asAdmin('GET', '/v1/openapi.json')).body;
}, 60_000);
afterAll(() => world.stop());

/** Every property of a request that could be an address which the server would go to. */
function addressesIn(schema: unknown, path: string, seen: Set<string>): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const { $ref, properties, ...more } = schema as Schema;
  if ($ref !== undefined) {
    if (seen.has($ref)) return [];
    return addressesIn(
      document.components.schemas[$ref.slice($ref.lastIndexOf('/') + 1)],
      path,
      new Set([...seen, $ref]),
    );
  }
  const own = Object.entries(properties ?? {}).flatMap(([name, value]) => [
    ...(/ur[il]$|href|host|endpoint|callback/i.test(name) || value.format === 'uri'
      ? [`${path} ${name}`]
      : []),
    ...addressesIn(value, path, seen),
  ]);
  return [...own, ...Object.values(more).flatMap((value) => addressesIn(value, path, seen))];
}

it('the server goes to no address that a request names, but those of webhooks and agents, which are checked', async () => {
  const found = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      addressesIn(
        requestBody?.content['application/json']?.schema,
        `${method.toUpperCase()} ${path}`,
        new Set(),
      ),
    ),
  );
  const known =
    /^(POST|PUT|PATCH) \/v1\/(webhooks|workflows|projects\/\{projectId\}\/workflow-preview)\S* (url|webhook)/;
  expect(found.filter((one) => !known.test(one))).toEqual([]);
  expect(found.some((one) => one.startsWith('POST /v1/webhooks'))).toBe(true);

  const { projectId } = world;
  for (const url of [
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'http://127.1/',
    'http://localhost:4400/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
  ]) {
    const { status } = await world.api.asAdmin('POST', '/v1/webhooks', { projectId, url });
    expect([400, 422], url).toContain(status);
  }
});

it('no filter of a list makes the server think for long', { timeout: 120_000 }, async () => {
  const long = 3_000;
  const texts = [
    `${'a'.repeat(long)}!`,
    `${'(a+)+'.repeat(long / 5)}$`,
    `${'-'.repeat(long)}T00:00:00`,
    `${'a.'.repeat(long / 2)}@`,
    `${'0'.repeat(long)}x`,
    '%'.repeat(long / 3),
  ];
  const slow: string[] = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    const filters = (get?.parameters ?? []).filter((one) => one.in === 'query');
    if (filters.length === 0) continue;
    for (const text of texts) {
      const query = new URLSearchParams(
        filters.map(({ name, required }) => [name, required && name.endsWith('Id') ? world.projectId : text]),
      );
      const began = performance.now();
      const address = path.replaceAll('{projectId}', world.projectId).replaceAll(/\{\w+\}/g, taskId);
      const { status } = await world.api.asAdmin('GET', `${address}?${query}`);
      expect(status, `${address} ${text.slice(0, 8)}`).toBeLessThan(500);
      if (performance.now() - began > 1_500) slow.push(`${path} ${text.slice(0, 8)}`);
    }
  }
  expect(slow).toEqual([]);
});

it('keys that belong to every object change none', async () => {
  const bad = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const tries: [method: string, path: string, body: string, headers?: Record<string, string>][] = [
    ['POST', '/v1/datasets', `{"name":"x",${bad.slice(1)}`],
    ['PATCH', `/v1/projects/${world.projectId}`, `{"views":[{"name":"v","state":${bad}}]}`],
    [
      'PUT',
      `/v1/tasks/${taskId}/labels`,
      `{"objects":[],"classifications":[{"id":"c","classificationId":"c","answers":${bad}}]}`,
      { 'if-match': '"0"' },
    ],
    ['PATCH', `/v1/projects/${world.projectId}`, '{"views":[{"name":"v","state":{"\\u0063onstructor":1}}]}'],
  ];
  for (const [method, path, body, headers] of tries) {
    const { status } = await world.api.asAdmin(method, path, body, headers);
    expect(status, path).toBe(400);
    expect(({} as Record<string, unknown>).polluted, path).toBeUndefined();
  }
});
