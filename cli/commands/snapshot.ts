import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import type { SnapshotFilter } from '../../shared/jobs/snapshot-filter.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';
import { connect } from '../server/connect.ts';
import { parseSplits } from '../convert/parse-splits.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { watchJob } from '../server/watch-job.ts';

interface Options {
  split?: string;
  seed: string;
  include: string;
  note?: string;
  collection?: string;
  class: string[];
  savedFrom?: string;
  savedBefore?: string;
  json?: string;
}

/** `lapidary snapshot PROJECT NAME`: freezes what is labelled and waits until it is sealed. */
export function register(program: Command): void {
  program
    .command('snapshot <project> <name>')
    .description('Freezes the labels of a project.')
    .option('--split <shares>', 'such as train=0.8,val=0.1,test=0.1')
    .option('--seed <n>', 'the same seed deals the same images the same way', '1')
    .option('--include <what>', 'completed tasks, or all labelled ones', 'completed')
    .option('--note <text>', 'what it is for')
    .option('--collection <name>', 'only images of this collection')
    .option(
      '--class <name>',
      'only images with this class; may be given again',
      (one, all: string[]) => [...all, one],
      [],
    )
    .option('--saved-from <time>', 'only labels saved at this time or later, such as 2026-03-01')
    .option('--saved-before <time>', 'only labels saved before this time')
    .option('--json <file>', 'write it as JSON; - for standard output')
    .action(async (wanted: string, name: string, options: Options) => {
      const client = await connect();
      const project = await findOne<{ id: string; name: string }>(client, 'projects', wanted);
      const { body } = await client.call<{ job: { id: string; kind: string }; snapshot: { id: string } }>(
        'POST',
        'snapshots',
        {
          projectId: project.id,
          name,
          include: options.include,
          ...(options.note === undefined ? {} : { note: options.note }),
          ...(await filterOf(options, project.id, client)),
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
    });
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

/** Names become ids; a date alone is the beginning of that day where the command runs. */
async function filterOf(
  options: Options,
  projectId: string,
  client: Awaited<ReturnType<typeof connect>>,
): Promise<{ filter?: SnapshotFilter }> {
  const filter: SnapshotFilter = {};
  if (options.collection !== undefined)
    filter.collectionId = (
      await findOne<{ id: string; name: string }>(
        client,
        `collections?projectId=${projectId}`,
        options.collection,
      )
    ).id;
  if (options.class.length > 0) {
    const { body: project } = await client.call<{ ontologyId: string }>('GET', `projects/${projectId}`);
    const { body } = await client.call<Pick<OntologyContent, 'classes' | 'classifications'>>(
      'GET',
      `ontologies/${project.ontologyId}`,
    );
    const all = [...body.classes, ...body.classifications];
    filter.classIds = options.class.flatMap((name) => {
      const ids = all.filter((one) => one.name === name || one.id === name).map(({ id }) => id);
      if (ids.length === 0) throw new InvalidInput(`The project's ontology has no class "${name}".`);
      return ids;
    });
  }
  if (options.savedFrom !== undefined) filter.savedFrom = timeOf(options.savedFrom);
  if (options.savedBefore !== undefined) filter.savedBefore = timeOf(options.savedBefore);
  return Object.keys(filter).length === 0 ? {} : { filter };
}

function timeOf(text: string): string {
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidInput(`"${text}" is no time; write it as 2026-03-01 or 2026-03-01T12:00Z.`);
  return time.toISOString();
}
