import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-workflow-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...words: string[]) =>
  spawnSync(process.execPath, ['cli/lapidary.mjs', 'workflow', ...words], { cwd: root, encoding: 'utf8' });

describe('lapidary workflow', () => {
  it('finds the example sound and splits it exactly', () => {
    const example = 'docs/workflows/expert-review.yaml';
    expect(run('validate', example)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('is sound'),
    });
    const { status, stdout } = run(
      'simulate',
      example,
      '--tasks',
      '100',
      '--rejection-rate',
      '0',
      '--json',
      '-',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).pathways.sample).toEqual({ review: 70, expert: 20, pass: 10 });
  });

  it('names what is wrong, in JSON too, and ends with 1', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(
      file,
      JSON.stringify({ name: 'Broken', stages: [{ id: 'a', kind: 'annotate', name: 'A' }] }),
    );
    const { status, stdout } = run('validate', file, '--json', '-');
    expect(status).toBe(1);
    const codes = JSON.parse(stdout).problems.map((problem: { code: string }) => problem.code);
    expect(codes).toEqual(['no-start', 'no-complete', 'missing-pathway']);
    await writeFile(
      file,
      JSON.stringify({ name: 'Broken', stages: [{ id: 'a', kind: 'annotat', name: 'A' }] }),
    );
    expect(run('validate', file).stdout).toContain('stages[0].kind');
  });

  it('ends with 2 when the file is missing or not a document', async () => {
    expect(run('validate', join(folder, 'none.yaml'))).toMatchObject({ status: 2, stdout: '' });
    const file = join(folder, 'torn.yaml');
    await writeFile(file, 'name: [');
    expect(run('validate', file).status).toBe(2);
  });
});
