import type { Command } from 'commander';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';

interface Task {
  id: string;
  imageName: string;
  stageId: string;
  status: string;
  priority: number;
}

/** `lapidary tasks PROJECT`: what is where, filtered. */
export function register(program: Command): void {
  program
    .command('tasks <project>')
    .description('Tasks of a project.')
    .option('--stage <id>', 'only those at this stage')
    .option('--status <status>', 'only open, assigned, skipped, reopened, advancing, done or archived ones')
    .option('--limit <n>', 'at most this many', '100')
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(
      async (wanted: string, options: { stage?: string; status?: string; limit: string; json?: string }) => {
        const client = await connect();
        const project = await findOne<{ id: string; name: string }>(client, 'projects', wanted);
        const query = new URLSearchParams({ projectId: project.id });
        if (options.stage !== undefined) query.set('stageId', options.stage);
        if (options.status !== undefined) query.set('status', options.status);
        const items = await listAll<Task>(client, `tasks?${query.toString()}`, Number(options.limit));
        const rows = items.map(({ imageName, stageId, status, priority, id }) => ({
          image: imageName,
          stage: stageId,
          status,
          priority,
          id,
        }));
        await answer(options.json, items, rows, 'No task fits.');
      },
    );
}
