import type { Command } from 'commander';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';

interface Project {
  id: string;
  name: string;
  createdAt: string;
}

/** `lapidary projects`: lists them, and says where the tasks of one are. */
export function register(program: Command): void {
  const projects = program.command('projects').description('Projects of the server.');
  projects
    .command('list', { isDefault: true })
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(async ({ json }: { json?: string }) => {
      const items = await listAll<Project>(await connect(), 'projects');
      const rows = items.map(({ name, createdAt, id }) => ({ name, made: createdAt.slice(0, 10), id }));
      await answer(json, items, rows, 'There are no projects yet; make one in the app.');
    });
  projects
    .command('counts <project>')
    .description('How many tasks are at each stage.')
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(async (wanted: string, { json }: { json?: string }) => {
      const client = await connect();
      const project = await findOne<Project>(client, 'projects', wanted);
      const { body } = await client.call<{ stages: Record<string, Record<string, number>> }>(
        'GET',
        `projects/${project.id}/counts`,
      );
      const rows = Object.entries(body.stages).map(([stage, counts]) => ({ stage, tasks: counts.total }));
      await answer(json, body, rows, 'There are no tasks yet.');
    });
}
