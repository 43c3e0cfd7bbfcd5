import { spawn } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '..', '..', 'bootstrap', 'ensure-installed.mjs');
let root: string;
let copy: string;

/** A copy of the project with an npm that only says what it does, and takes its time. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-install-'));
  copy = join(root, 'copy');
  await mkdir(join(copy, 'bootstrap'), { recursive: true });
  await copyFile(SCRIPT, join(copy, 'bootstrap', 'ensure-installed.mjs'));
  await writeFile(join(copy, 'package-lock.json'), '{}');
  const npm = [
    '#!/bin/sh',
    `echo "$@" >> ${root}/npm.log`,
    `[ -e ${root}/broken ] && exit 7`,
    'rm -rf node_modules/* node_modules/.package-lock.json; sleep 0.5',
    'mkdir -p node_modules && echo "{}" > node_modules/.package-lock.json',
  ];
  await writeFile(join(root, 'npm'), `${npm.join('\n')}\n`);
  await chmod(join(root, 'npm'), 0o755);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const installs = async (): Promise<number> =>
  (await readFile(join(root, 'npm.log'), 'utf8').catch(() => '')).split('\n').length - 1;

function start(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(copy, 'bootstrap', 'ensure-installed.mjs')], {
    env: { ...process.env, PATH: `${root}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

/** The lockfile changed after the last install. */
async function installedBefore(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'theirs.js'), '');
  await writeFile(join(folder, '.package-lock.json'), '{}');
  await utimes(join(folder, '.package-lock.json'), 1, 1);
}

it('installs what is missing or older than the lockfile, once', async () => {
  expect(await start()).toMatchObject({ code: 0, said: expect.stringContaining('First run') });
  expect(await start()).toEqual({ code: 0, said: '' });
  await utimes(join(copy, 'node_modules', '.package-lock.json'), 1, 1);
  expect(await start()).toMatchObject({ code: 0, said: expect.stringContaining('The lockfile changed') });
  expect(await installs()).toBe(2);
});

it('two starts at once install once: the second one says what it waits for', async () => {
  await installedBefore(join(copy, 'node_modules'));
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ said }) => said).join('')).toMatch(/is installing packages here; waiting for it/);
  expect(await installs()).toBe(1);
  expect((await readdir(copy)).sort()).toEqual(['bootstrap', 'node_modules', 'package-lock.json']);
});

it('an install that fails ends both with its code, one after the other', async () => {
  await writeFile(join(root, 'broken'), '');
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ code }) => code)).toEqual([7, 7]);
  expect(await readdir(copy)).not.toContain('.installing');
});

it('takes over from one that was killed', async () => {
  // No process has this number.
  await writeFile(join(copy, '.installing'), '4194305');
  expect((await start()).code).toBe(0);
  expect(await installs()).toBe(1);
});

it('never installs through a link into the packages of somebody else', async () => {
  const theirs = join(root, 'theirs');
  await installedBefore(theirs);
  await symlink(theirs, join(copy, 'node_modules'));
  const { code, said } = await start();
  expect(code).toBe(2);
  expect(said).toContain(`is a link to ${theirs}`);
  expect(await installs()).toBe(0);
  expect(await readdir(theirs)).toContain('theirs.js');
  // What is up to date may be shared.
  await writeFile(join(theirs, '.package-lock.json'), '{}');
  expect(await start()).toEqual({ code: 0, said: '' });
});
