import { expect, it } from 'vitest';
import type { Job } from '../../shared/store/records/job.ts';
import { redriveJobs } from './redrive-jobs.ts';

const NOW = new Date('2026-01-01T12:00:00Z');
const job: Job = {
  id: 'p.j',
  ownerId: 'p',
  kind: 'freeze-snapshot',
  status: 'running',
  input: { snapshotId: 'p.s' },
  progress: { done: 0, total: 9 },
  attempts: 1,
  createdBy: 'ada',
  createdAt: '2026-01-01T11:00:00Z',
  updatedAt: '2026-01-01T11:00:00Z',
};

function world(
  attempts: number,
  updatedAt = job.updatedAt,
  changes: Partial<Job> = {},
  parts: string[] = [],
) {
  const seen: string[] = [];
  const deps = {
    jobs: {
      listUnfinished: () => Promise.resolve([{ ...job, attempts, updatedAt, ...changes }]),
      listParts: () => Promise.resolve(parts.map((part) => ({ part, record: {} }))),
      settle: (id: string, warnings: string[] = []) => {
        seen.push(['settle', id, ...warnings].join(' '));
        return Promise.resolve(job);
      },
      restart: (id: string, execution: string) => {
        seen.push(`restart ${id} ${execution}`);
        return Promise.resolve(job);
      },
      fail: (id: string, error: { code: string; message: string }) => {
        seen.push(`fail ${id} ${error.code}: ${error.message}`);
        return Promise.resolve({ ...job, status: 'failed' as const, error });
      },
    },
    snapshots: {
      fail: (id: string) => {
        seen.push(`fail snapshot ${id}`);
        return Promise.resolve({} as never);
      },
    },
    machines: {
      start: () => Promise.resolve({ executionId: 'e2' }),
      describe: () => Promise.reject(new Error('not asked')),
    },
    now: () => NOW,
  };
  return { seen, deps };
}

it('starts a job again whose machine is gone', async () => {
  const { seen, deps } = world(1);
  await redriveJobs({ olderThanSeconds: 30 }, deps);
  expect(seen).toEqual(['restart p.j e2']);
});

it('starts one again that was last changed while the clock ran ahead, and lets a fresh one be', async () => {
  const { seen, deps } = world(1, '2026-01-01T18:00:00Z');
  await redriveJobs({ olderThanSeconds: 30 }, deps);
  expect(seen).toEqual(['restart p.j e2']);
  const fresh = world(1, '2026-01-01T11:59:50Z');
  await redriveJobs({ olderThanSeconds: 30 }, fresh.deps);
  expect(fresh.seen).toEqual([]);
});

it('starts a cancelled job again for what its machines cost, until that is put down or hopeless', async () => {
  const owing = { kind: 'evaluate', status: 'cancelled', owesCost: true } as const;
  const sweep = async (attempts: number, parts: string[]) => {
    const { seen, deps } = world(attempts, job.updatedAt, owing, parts);
    await redriveJobs({ olderThanSeconds: 30 }, deps);
    return seen;
  };
  expect(await sweep(1, ['00', 'processing'])).toEqual(['restart p.j e2']);
  expect(await sweep(5, ['processing'])).toEqual(['restart p.j e2']);
  expect(await sweep(10, ['processing'])).toEqual([
    'settle p.j What its machines cost could not be put down.',
  ]);
  // No machine ever worked for it.
  expect(await sweep(1, ['00'])).toEqual(['settle p.j']);
});

it('gives up in the end, and leaves no snapshot waiting for ever', async () => {
  const { seen, deps } = world(5);
  const { failed } = await redriveJobs({ olderThanSeconds: 30 }, deps);
  expect(failed).toEqual(['p.j']);
  expect(seen).toEqual(['fail p.j gave-up: The job was cut off 5 times.', 'fail snapshot p.s']);
});
