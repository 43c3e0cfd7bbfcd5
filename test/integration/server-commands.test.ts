import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiClient } from '../../shared/client/api-client.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { newId } from '../../shared/ids.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');
let host: SpawnedHost;
let folder: string;
let remove: () => Promise<unknown>;

interface Ran {
  stdout: string;
  stderr: string;
  code: number;
}

/** The command as a person runs it, with a configuration folder of its own. */
async function lapidary(...words: string[]): Promise<Ran> {
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: join(folder, 'config'),
    LAPIDARY_URL: '',
    LAPIDARY_TOKEN: '',
  };
  Reflect.deleteProperty(env, 'LAPIDARY_URL');
  Reflect.deleteProperty(env, 'LAPIDARY_TOKEN');
  return run(process.execPath, [main, ...words], { env })
    .then(({ stdout, stderr }) => ({ stdout, stderr, code: 0 }))
    .catch((error: Ran) => error);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-commands-'));
  const data = await emptyDataFolder();
  remove = data.remove;
  host = await spawnHost(data.folder);
});
afterAll(async () => {
  await host.end('SIGKILL');
  await remove();
  await rm(folder, { recursive: true, force: true });
});

async function signedIn(): Promise<ApiClient> {
  const kept = JSON.parse(await readFile(join(folder, 'config', 'lapidary', 'credentials.json'), 'utf8')) as {
    url: string;
    token: string;
  };
  return apiClient(kept.url, kept.token, 'me');
}

test('signs in, fills a dataset, looks at tasks, freezes and exports', async () => {
  expect(await lapidary('projects')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('lapidary login'),
  });
  expect((await lapidary('login', `${host.url}/welcome#${host.token}`)).stdout).toContain('Signed in');
  expect((await stat(join(folder, 'config', 'lapidary', 'credentials.json'))).mode & 0o077).toBe(0);

  const photos = join(folder, 'photos');
  await run('mkdir', ['-p', join(photos, 'deeper')]);
  for (const [index, name] of ['a.png', 'deeper/b ü.png'].entries()) {
    const color = { r: 80 * index, g: 120, b: 200 };
    await sharp({ create: { width: 64, height: 48, channels: 3, background: color } }).toFile(
      join(photos, name),
    );
  }
  await writeFile(join(photos, '.hidden'), '');
  expect((await lapidary('datasets', 'create', 'Photos')).code).toBe(0);
  const upload = ['datasets', 'upload', 'Photos', photos, '--json', '-'];
  expect(JSON.parse((await lapidary(...upload)).stdout)).toEqual({ uploaded: 2, present: 0 });
  const client = await signedIn();
  await expect
    .poll(async () => JSON.parse((await lapidary(...upload)).stdout) as unknown, { timeout: 60_000 })
    .toEqual({ uploaded: 0, present: 2 });

  const { body: datasets } = await client.call<{ items: { id: string }[] }>('GET', 'datasets');
  const ontologyClass = { id: newId(), name: 'Thing', shape: 'box', color: '#aa3300' };
  const { body: ontology } = await client.call<{ id: string }>('POST', 'ontologies', {
    name: 'Things',
    classes: [ontologyClass],
  });
  const { body: workflow } = await client.call<{ id: string }>(
    'POST',
    'workflows',
    WORKFLOW_TEMPLATES[0].workflow,
  );
  await client.call('POST', 'projects', {
    name: 'Shop',
    datasetIds: [datasets.items[0].id],
    ontologyId: ontology.id,
    workflowId: workflow.id,
  });
  await expect
    .poll(async () => JSON.parse((await lapidary('tasks', 'Shop', '--json', '-')).stdout) as unknown, {
      timeout: 60_000,
    })
    .toMatchObject([{ stageId: 'annotate' }, { stageId: 'annotate' }]);
  expect((await lapidary('projects', 'counts', 'Shop')).stdout).toMatch(/annotate +2/);

  const { body: task } = await client.call<{ id: string }>('POST', 'tasks/claim-next', {
    projectId: (await client.call<{ items: { id: string }[] }>('GET', 'projects')).body.items[0].id,
  });
  const now = new Date().toISOString();
  await client.call(
    'PUT',
    `tasks/${task.id}/labels`,
    {
      objects: [
        {
          id: newId(),
          classId: ontologyClass.id,
          shape: { type: 'box', x: 1, y: 2, width: 30, height: 20 },
          attributes: {},
          source: 'manual',
          createdBy: 'me',
          createdAt: now,
          updatedBy: 'me',
          updatedAt: now,
        },
      ],
      classifications: [],
    },
    { 'if-match': '"0"' },
  );
  const frozen = await lapidary(
    'snapshot',
    'Shop',
    'first',
    '--include',
    'labelled',
    '--split',
    'train=3,val=1',
  );
  expect(frozen).toMatchObject({ code: 0, stdout: expect.stringContaining('first') });
  const file = join(folder, 'labels.json');
  const exported = await lapidary('export', 'Shop', '--include', 'labelled', '--out', file, '--json', '-');
  expect(JSON.parse(exported.stdout)).toMatchObject({ status: 'succeeded', file });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    categories: [{ name: 'Thing' }],
    annotations: [{ bbox: [1, 2, 30, 20] }],
  });
  expect((await lapidary('jobs', 'Shop')).stdout).toMatch(/export-labels +succeeded/);
  const brought = await lapidary('ontologies', 'import', file, '--name', 'From COCO', '--json', '-');
  expect(JSON.parse(brought.stdout)).toMatchObject({
    name: 'From COCO',
    classes: [{ name: 'Thing', shape: 'box' }],
  });
  expect((await lapidary('ontologies')).stdout).toMatch(/From COCO +1/);
});

test('says which name is wrong, and what there is', async () => {
  expect(await lapidary('tasks', 'Shpo')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no project "Shpo"; there is "Shop".'),
  });
});

test('deletes a project only when somebody means it', async () => {
  const unsure = await lapidary('projects', 'delete', 'Shop');
  expect(unsure).toMatchObject({ code: 2, stderr: expect.stringContaining('2 tasks with all labels') });
  expect(unsure.stderr).toContain('Add --yes');
  expect((await lapidary('projects')).stdout).toContain('Shop');
  const sure = await lapidary('projects', 'delete', 'Shop', '--yes', '--json', '-');
  expect(JSON.parse(sure.stdout)).toMatchObject({ name: 'Shop', tasks: 2 });
  expect((await lapidary('projects')).stdout).not.toContain('Shop');
  expect((await lapidary('datasets')).stdout).toContain('Photos');
});
