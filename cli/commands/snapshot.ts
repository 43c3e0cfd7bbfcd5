import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { connect } from '../server/connect.ts';
import { parseSplits } from '../convert/parse-splits.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { watchJob } from '../server/watch-job.ts';

/** `lapidary snapshot PROJECT NAME`: freezes what is labelled and waits until it is sealed. */
export function register(program: Command): void {
  program
    .command('snapshot <project> <name>')
    .description('Freezes the labels of a project.')
    .option('--split <shares>', 'such as train=0.8,val=0.1,test=0.1')
    .option('--seed <n>', 'the same seed deals the same images the same way', '1')
    .option('--include <what>', 'completed tasks, or all labelled ones', 'completed')
    .option('--json <file>', 'write it as JSON; - for standard output')
    .action(
      async (
        wanted: string,
        name: string,
        options: { split?: string; seed: string; include: string; json?: string },
      ) => {
        const client = await connect();
        const project = await findOne<{ id: string; name: string }>(client, 'projects', wanted);
        const { body } = await client.call<{ job: { id: string; kind: string }; snapshot: { id: string } }>(
          'POST',
          'snapshots',
          {
            projectId: project.id,
            name,
            include: options.include,
            seed: Number(options.seed),
            ...(options.split === undefined ? {} : { splits: sharesOf(options.split) }),
          },
        );
        await watchJob(client, body.job);
        const { body: sealed } = await client.call<{ id: string; name: string; itemCount?: number }>(
          'GET',
          `snapshots/${body.snapshot.id}`,
        );
        await answer(options.json, sealed, [{ snapshot: sealed.name, id: sealed.id }], '');
      },
    );
}

/** Shares of the three parts, scaled to sum to one; a part that is not named gets nothing. */
function sharesOf(text: string): Record<'train' | 'val' | 'test', number> {
  const shares = { train: 0, val: 0, test: 0 };
  const parts = parseSplits(text);
  const total = parts.reduce((sum, part) => sum + part.share, 0);
  for (const { name, share } of parts) {
    if (name !== 'train' && name !== 'val' && name !== 'test') {
      throw new InvalidInput(`"${name}" is no part of a snapshot: there is train, val and test.`);
    }
    shares[name] = share / total;
  }
  return shares;
}
