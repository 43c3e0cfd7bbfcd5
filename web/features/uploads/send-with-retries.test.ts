import { expect, it, vi } from 'vitest';
import { ApiProblem } from '../../api/api-problem.ts';
import { sendWithRetries } from './send-with-retries.ts';

const { signal } = new AbortController();
const failing = (...problems: Error[]) =>
  vi.fn(() => {
    const problem = problems.shift();
    return problem === undefined ? Promise.resolve() : Promise.reject(problem);
  });

it('goes on after the network broke and the server was busy, with growing pauses', async () => {
  const waits: number[] = [];
  const send = failing(
    new ApiProblem(0, 'offline', ''),
    new ApiProblem(503, 'busy', ''),
    new ApiProblem(429, 'too-many', ''),
  );
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  await sendWithRetries(send, signal, { wait });
  expect(send).toHaveBeenCalledTimes(4);
  expect(waits).toEqual([500, 1000, 2000]);
});

it('gives up at once where another try does not help, and after eight tries', async () => {
  const wait = () => Promise.resolve();
  const refused = failing(new ApiProblem(400, 'invalid-input', 'The file is too large.'));
  await expect(sendWithRetries(refused, signal, { wait })).rejects.toThrow('too large');
  expect(refused).toHaveBeenCalledTimes(1);
  const down = failing(...Array.from({ length: 20 }, () => new ApiProblem(0, 'offline', 'No connection.')));
  await expect(sendWithRetries(down, signal, { wait })).rejects.toThrow('No connection.');
  expect(down).toHaveBeenCalledTimes(8);
});
