import type { Command } from 'commander';
import type { Job } from '../../shared/store/records/job.ts';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';

const row = (job: Job): Record<string, string | number> => ({
  kind: job.kind,
  status: job.status,
  progress: job.progress.total === 0 ? '' : `${Math.round((100 * job.progress.done) / job.progress.total)} %`,
  started: job.createdAt.slice(0, 16).replace('T', ' '),
  note: job.error?.message ?? job.warnings?.join(' ') ?? '',
  id: job.id,
});

/** `lapidary jobs`: exports, snapshots and the like of a project. */
export function register(program: Command): void {
  const jobs = program.command('jobs').description('Long work of a project.');
  jobs
    .command('list <project>', { isDefault: true })
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(async (wanted: string, { json }: { json?: string }) => {
      const client = await connect();
      const project = await findOne<{ id: string; name: string }>(client, 'projects', wanted);
      const items = await listAll<Job>(client, `jobs?projectId=${project.id}`);
      await answer(json, items, items.map(row), 'Nothing was started yet.');
    });
  jobs
    .command('show <id>')
    .option('--json <file>', 'write it as JSON; - for standard output')
    .action(async (id: string, { json }: { json?: string }) => {
      const { body } = await (await connect()).call<Job>('GET', `jobs/${id}`);
      await answer(json, body, [row(body)], '');
    });
  jobs.command('cancel <id>').action(async (id: string) => {
    const { body } = await (await connect()).call<Job>('POST', `jobs/${id}/cancel`);
    await answer(undefined, body, [row(body)], '');
  });
}
