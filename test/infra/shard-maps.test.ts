import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountForShards } from '../../functions/account-for-shards/account-for-shards.ts';
import {
  noteShardFailure,
  NoteShardFailureInput,
} from '../../functions/note-shard-failure/note-shard-failure.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { ShardFailure } from '../../shared/store/records/shard-failure.ts';
import { localWorkflows } from '../../shared/workflows/local-workflows.ts';
import type { AslState, AslStates } from '../../shared/workflows/state-machine-file.ts';

const FILES = join(import.meta.dirname, '..', '..', 'statemachines');
let machinesFolder: string;
beforeAll(async () => {
  machinesFolder = await mkdtemp(join(tmpdir(), 'lapidary-machines-'));
  for (const [machine] of MACHINES) {
    const text = await readFile(join(FILES, `${machine}.asl.json`), 'utf8');
    // A step is not repeated within its own execution, so that its shard fails at once.
    await writeFile(
      join(machinesFolder, `${machine}.asl.json`),
      text.replaceAll('"MaxAttempts": 3', '"MaxAttempts": 0'),
    );
  }
});
afterAll(() => rm(machinesFolder, { recursive: true }));

const jobId = 'project.job';
/** Machine, the function of a shard, the function after all shards. */
const MACHINES = [
  ['curate', 'describe-shard', 'summarize-curation'],
  ['export-labels', 'export-shard', 'assemble-export'],
  ['freeze-snapshot', 'freeze-shard', 'seal-snapshot'],
  ['import-labels', 'import-label-shard', 'finish-job'],
  ['evaluate', 'match-shard', 'summarize-evaluation'],
] as const;
const FIRST = ['plan-job', 'split-import', 'prepare-predictions'];

/** Runs a machine's file with functions that only note that they were called; `shard` does the work of a shard. */
async function runMachine(
  [machine, shardFunction, lastFunction]: (typeof MACHINES)[number],
  shard: (shard: number, round: number) => void,
) {
  const parts = new Set<number>();
  const failures = new Map<number, ShardFailure>();
  const tries = new Map<number, number>();
  const job = { id: jobId, kind: machine, status: 'running' } as Job;
  const jobs = {
    get: async () => job,
    listParts: async () => [...parts].map((one) => ({ part: String(one).padStart(2, '0'), record: {} })),
    listShardFailures: async () => [...failures.values()],
    noteShardFailure: async (_id: string, failure: Omit<ShardFailure, 'attempts'>) => {
      const attempts = (failures.get(failure.shard)?.attempts ?? 0) + 1;
      failures.set(failure.shard, { ...failure, attempts });
    },
    warn: async (_id: string, warnings: string[]) => Object.assign(job, { warnings }),
  };
  const ends: { folder: string; input: unknown }[] = [];
  const workflows = localWorkflows({
    machinesFolder,
    invoke: async (folder, input) => {
      if (FIRST.includes(folder))
        return {
          jobId,
          isProcessing: false,
          shards: Array.from({ length: 16 }, (_, one) => ({ jobId, shard: one })),
        };
      if (folder === 'predict-shard') return { isDone: true };
      if (folder === 'note-shard-failure')
        return noteShardFailure(NoteShardFailureInput.parse(input), { jobs });
      if (folder === 'account-for-shards') return accountForShards({ jobId }, { jobs });
      if (folder === shardFunction) {
        const step = ShardStep.parse(input);
        const round = tries.get(step.shard) ?? 1;
        tries.set(step.shard, round + 1);
        shard(step.shard, round);
        parts.add(step.shard);
        return { shard: step.shard, items: 1, isDone: true };
      }
      ends.push({ folder, input });
      return { jobId };
    },
  });
  await workflows.startSync(machine, { jobId });
  return { job, parts, ends, hasEnded: ends.at(-1)?.folder === lastFunction };
}

/** The states around the work of a shard, without what is each machine's own: its steps, and what comes after all shards. */
async function frameOf(machine: string): Promise<Record<string, AslState>> {
  const { States } = JSON.parse(await readFile(join(FILES, `${machine}.asl.json`), 'utf8')) as AslStates;
  const { ItemProcessor, ...map } = States['Each shard'];
  const { StartAt: _, States: steps, ...processor } = ItemProcessor!;
  const { Default: __, ...isDone } = States['Are the shards done?'];
  return {
    map: { ...map, ItemProcessor: { ...processor, StartAt: '', States: {} } },
    isDone,
    accounts: States['Account for shards'],
    notes: steps['Note what failed'],
    failed: steps['Shard failed'],
    ended: steps['Ended meanwhile'],
  };
}

it('every machine with a distributed Map is tried here, and all have the same states around their own', async () => {
  const files = await readdir(FILES);
  const texts = await Promise.all(files.map((file) => readFile(join(FILES, file), 'utf8')));
  const distributed = files.filter((_, index) => texts[index].includes('"DISTRIBUTED"'));
  const names = MACHINES.map(([machine]) => machine);
  expect(distributed.map((file) => file.replace('.asl.json', '')).sort()).toEqual([...names].sort());
  // ASL knows no includes: what is mended in one file must be mended in all.
  const [first, ...others] = await Promise.all(names.map(frameOf));
  expect(Object.values(first)).not.toContain(undefined);
  for (const [index, frame] of others.entries()) expect(frame, names[index + 1]).toEqual(first);
});

describe.each(MACHINES.map((machine) => ({ name: machine[0], machine })))(
  'shards of $name',
  ({ name, machine }) => {
    it('are tried once more when up to a quarter of them fails, without stopping the others', async () => {
      let others = 0;
      const { parts, hasEnded, job } = await runMachine(machine, (shard, round) => {
        if (shard < 4 && round === 1) throw new Error('Cut off.');
        if (shard < 4) expect(others).toBe(12);
        else others++;
      });
      expect(parts.size).toBe(16);
      expect(hasEnded).toBe(true);
      expect(job.warnings).toBeUndefined();
    });

    it('are given up after the second time', async () => {
      let tries = 0;
      const { job, ends } = await runMachine(machine, (shard) => {
        if (shard !== 7) return;
        tries++;
        throw new Error('Cut off.');
      });
      expect(tries).toBe(2);
      expect(JSON.stringify([job.warnings, ends])).toContain('1 of 16 shards failed; shard 7: Cut off.');
    });

    it('that fail for good are named', async () => {
      const { parts, hasEnded, job, ends } = await runMachine(machine, (shard) => {
        if (shard === 3 || shard === 9) throw new InvalidInput('A label cannot be read.');
      });
      expect(parts.size).toBe(14);
      const said = '2 of 16 shards failed; shards 3, 9: A label cannot be read.';
      if (name === 'curate' || name === 'import-labels') {
        expect(hasEnded).toBe(true);
        expect(job.warnings).toEqual([said]);
      } else {
        expect(ends).toMatchObject([
          { folder: 'fail-job', input: { jobId, failure: { Error: 'InvalidInput', Cause: said } } },
        ]);
      }
    });

    it('fail the job when more than a quarter of them fails', async () => {
      const { ends, job } = await runMachine(machine, (shard) => {
        if (shard < 5) throw new InvalidInput(`Shard ${shard} is broken.`);
      });
      expect(job.warnings).toBeUndefined();
      expect(ends).toMatchObject([{ folder: 'fail-job', input: { failure: { Error: 'InvalidInput' } } }]);
      expect(JSON.stringify(ends)).toContain('5 of 16 shards failed; shard 0: Shard 0 is broken. shard 1:');
    });

    it('that all fail alike give one reason', async () => {
      const { ends } = await runMachine(machine, () => {
        throw new InvalidInput('There is nothing to do.');
      });
      expect(ends).toMatchObject([{ input: { failure: { Cause: 'There is nothing to do.' } } }]);
    });
  },
);
