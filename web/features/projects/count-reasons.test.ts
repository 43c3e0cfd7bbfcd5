import { expect, it } from 'vitest';
import type { Task } from '../../api/task.ts';
import { countReasons } from './count-reasons.ts';

const task = (id: string, ...reasons: { reason: string; resolved?: boolean }[]) =>
  ({ id, rejection: { reasons, by: 'ben', at: '' } }) as Task;

it('counts every open reason, and the tasks that name it once each', () => {
  const loose = { reason: 'Loose outline' };
  const wrong = { reason: 'Wrong class' };
  expect(
    countReasons([task('a', loose, loose, wrong), task('b', loose, { ...wrong, resolved: true })]),
  ).toEqual([
    { reason: 'Loose outline', times: 3, tasks: 2 },
    { reason: 'Wrong class', times: 1, tasks: 1 },
  ]);
});
