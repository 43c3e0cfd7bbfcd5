import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiClient } from '../../shared/client/api-client.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { waitForJob } from '../../shared/client/wait-for-job.ts';
import { newId } from '../../shared/ids.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { noisePicture } from '../support/picture-project.ts';
import { spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const IMAGES = 70;
const nameOf = (index: number): string => `tray-${String(index).padStart(2, '0')}.png`;

let root: string;
let photos: string;
let trainers: string;
let host: SpawnedHost;
let admin: ApiClient;
let token: string;
let projectId: string;

const start = () => spawnHost(join(root, 'data'), [photos], ['--destination', `trainers=${trainers}`]);

interface Listed {
  items: { id: string }[];
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-destinations-'));
  [photos, trainers] = [join(root, 'photos'), join(root, 'for trainers')];
  await mkdir(photos);
  await mkdir(trainers);
  await writeFile(join(trainers, 'theirs.txt'), 'keep me');
  for (let index = 0; index < IMAGES; index++)
    await writeFile(join(photos, nameOf(index)), await noisePicture(index, [40, 90, 160]));
  host = await start();
  const link = await apiClient(host.url, '', '').call<{ token: string }>('POST', 'sessions/link', {
    token: host.token,
  });
  token = link.body.token;
  admin = apiClient(host.url, token, 'admin');
  const { body: datasets } = await admin.call<Listed>('GET', 'datasets');
  const ruby = { id: newId(), name: 'Ruby', shape: 'box', color: '#aa3300' };
  const { body: ontology } = await admin.call<{ id: string }>('POST', 'ontologies', {
    name: 'Gems',
    classes: [ruby],
  });
  const { body: workflow } = await admin.call<{ id: string }>(
    'POST',
    'workflows',
    WORKFLOW_TEMPLATES[0].workflow,
  );
  const { body: project } = await admin.call<{ id: string }>('POST', 'projects', {
    name: 'Gems',
    datasetIds: [datasets.items[0].id],
    ontologyId: ontology.id,
    workflowId: workflow.id,
  });
  projectId = project.id;
  const tasks = async () =>
    (await admin.call<Listed>('GET', `tasks?projectId=${projectId}&limit=200`)).body.items;
  while ((await tasks()).length < IMAGES) await sleep(100);
  const now = new Date().toISOString();
  for (let done = 0; done < IMAGES; done++) {
    const { body: task } = await admin.call<{ id: string }>('POST', 'tasks/claim-next', { projectId });
    const object = {
      id: newId(),
      classId: ruby.id,
      shape: { type: 'box', x: 1, y: 2, width: 30, height: 20 },
      attributes: {},
      source: 'manual',
      createdBy: 'me',
      createdAt: now,
      updatedBy: 'me',
      updatedAt: now,
    };
    const labels = { objects: [object], classifications: [] };
    await admin.call('PUT', `tasks/${task.id}/labels`, labels, { 'if-match': '"0"' });
  }
}, 120_000);
afterAll(async () => {
  await host.end('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const written = async (): Promise<string[]> =>
  (await readdir(trainers, { recursive: true })).filter((path) => path.endsWith('.png'));

it('says where exports may go', async () => {
  const { body } = await admin.call('GET', `export-destinations?projectId=${projectId}`);
  expect(body).toEqual({ items: [{ name: 'trainers', location: `${trainers}/` }] });
  expect(host.output()).toContain(`trainers: ${trainers}/`);
});

it('takes nothing but a name that was given at the start, and tells which there are', async () => {
  for (const destination of ['archive', '..', trainers, 's3://bucket/', 'trainers/..']) {
    await expect(
      admin.call('POST', 'exports', { projectId, format: 'coco', destination }),
      destination,
    ).rejects.toMatchObject({
      message: expect.stringContaining('There are: trainers.'),
      details: { status: 422, code: 'unknown-destination' },
    });
  }
  await expect(
    admin.call('POST', 'exports', { projectId, format: 'coco', destination: 'trainers', packing: 'zip' }),
  ).rejects.toMatchObject({ details: { status: 400, code: 'invalid-input' } });
  expect(await readdir(trainers)).toEqual(['theirs.txt']);
});

it('is finished by the next start when the host was killed meanwhile, whole and with nothing beside it', async () => {
  const asked = {
    projectId,
    include: 'labelled',
    format: 'coco',
    images: 'files',
    destination: 'trainers',
  };
  const { body: job } = await admin.call<{ id: string }>('POST', 'exports', asked);
  for (const until = Date.now() + 30_000; (await written()).length < 5 && Date.now() < until;) await sleep(2);
  await host.end('SIGKILL');
  const atKill = (await written()).length;
  host = await start();
  admin = apiClient(host.url, token, 'admin');
  const done = await waitForJob(admin, job.id);
  const folder = join(trainers, job.id);
  expect(done.result).toMatchObject({
    destination: 'trainers',
    location: `${folder}/`,
    files: IMAGES + 1,
    images: IMAGES,
  });
  expect(atKill).toBeGreaterThan(0);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  expect(files).toHaveLength(IMAGES + 1);
  let bytes = 0;
  for (const file of files) {
    const got = await readFile(join(file.parentPath, file.name));
    bytes += got.length;
    if (file.name.endsWith('.png')) expect(got.equals(await readFile(join(photos, file.name)))).toBe(true);
    else expect(JSON.parse(got.toString()).annotations).toHaveLength(IMAGES);
  }
  expect(done.result?.size).toBe(bytes);
  expect((await readdir(trainers)).sort()).toEqual([job.id, 'theirs.txt'].sort());
  await expect(admin.call('GET', `exports/${job.id}/files`)).rejects.toMatchObject({
    message: expect.stringContaining(`written to ${folder}/`),
  });
});

it('is asked for on the command line as well', async () => {
  const env = { ...process.env, LAPIDARY_URL: host.url, LAPIDARY_TOKEN: token };
  const lapidary = (...words: string[]) =>
    promisify(execFile)(process.execPath, [MAIN, 'export', 'Gems', ...words], { env });
  const { stdout } = await lapidary(
    '--destination',
    'trainers',
    '--format',
    'yolo',
    '--include',
    'labelled',
    '--json',
    '-',
  );
  const job = JSON.parse(stdout) as { result: { location: string } };
  expect(await readdir(job.result.location)).toContain('labels');
  await expect(lapidary()).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--destination NAME'),
  });
  await expect(lapidary('--destination', 'archive')).rejects.toMatchObject({
    stderr: expect.stringContaining('There are: trainers.'),
  });
});

it('goes into no folder that Lapidary reads or keeps itself', async () => {
  const place = await mkdtemp(join(root, 'other-'));
  const up = (destination: string) => spawnHost(place, [photos], ['--destination', destination]);
  await expect(up(`trainers=${place}`)).rejects.toThrow("lies in Lapidary's own data");
  await expect(up(`trainers=${photos}`)).rejects.toThrow('exports would come back as images');
  await expect(up(`trainers=${join(root, 'none')}`)).rejects.toThrow('is not a folder');
  await expect(up(trainers)).rejects.toThrow('write NAME=PLACE');
});
