import { expect, it } from 'vitest';
import { whyTrainingStopped } from './why-training-stopped.ts';

it.each([
  [{ code: 1, said: 'Traceback\nMemoryError' }, /out of memory/],
  [{ code: null, killedBy: 'SIGKILL', said: '' }, /ended from outside/],
  [{ code: null, killedBy: 'SIGTERM', said: '' }, /SIGTERM.*Start it again/],
  [{ code: 1, said: 'OSError: [Errno 28] No space left on device' }, /disk is full/],
  [{ code: 1, said: "ModuleNotFoundError: No module named 'torch'" }, /"torch".*setup-training/],
  [{ code: null, cause: 'spawn python3 ENOENT', said: '' }, /cannot be started: spawn python3 ENOENT/],
  [{ code: 2, said: 'ValueError: 3 images to learn from and 0 to check by: both are needed.' }, /3 images/],
  [{ code: 1, said: '' }, /no reason was given/],
])('says in one sentence what happened and what to do: %j', (end, sentence) => {
  expect(whyTrainingStopped(end)).toMatch(sentence);
});
