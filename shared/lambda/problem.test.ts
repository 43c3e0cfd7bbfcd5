import { expect, it } from 'vitest';
import { problemOf } from './problem.ts';

it('says that the disk is full, in the words of the file system or the database', () => {
  const written = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  for (const error of [written, new Error('commit failed (backend: database or disk is full)')]) {
    expect(problemOf(error, 'r')).toMatchObject({ status: 507, code: 'disk-full', requestId: 'r' });
  }
});

it('tells nothing about the inside of whatever it does not know', () => {
  const problem = problemOf(new Error('secret at /home/ada/table.db'));
  expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
  expect(JSON.stringify(problem)).not.toContain('ada');
});
