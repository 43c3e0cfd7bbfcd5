import type { Command } from 'commander';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { confirmByName } from '../server/confirm-by-name.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';

interface Project {
  id: string;
  name: string;
  createdAt: string;
}

type StageCounts = Record<string, Record<string, number>>;

/** `lapidary projects`: lists them, says where the tasks of one are, deletes one. */
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
      const body = await countsOf(client, project);
      const rows = Object.entries(body.stages).map(([stage, counts]) => ({ stage, tasks: counts.total }));
      await answer(json, body, rows, 'There are no tasks yet.');
    });
  projects
    .command('delete <project>')
    .description('Deletes a project with its tasks and labels, for good. Its images stay.')
    .option('--yes', 'do not ask for its name')
    .option('--json <file>', 'write what was deleted as JSON; - for standard output')
    .action(async (wanted: string, { yes, json }: { yes?: true; json?: string }) => {
      const client = await connect();
      const project = await findOne<Project>(client, 'projects', wanted);
      const { stages } = await countsOf(client, project);
      const tasks = Object.values(stages).reduce((sum, counts) => sum + counts.total, 0);
      if (yes !== true) await confirmByName(project.name, warningOf(project.name, tasks));
      await client.call('DELETE', `projects/${project.id}`);
      const { id, name } = project;
      await answer(json, { id, name, tasks }, [{ deleted: name, tasks }], '');
    });
}

async function countsOf(client: ApiClient, { id }: Project): Promise<{ stages: StageCounts }> {
  return (await client.call<{ stages: StageCounts }>('GET', `projects/${id}/counts`)).body;
}

function warningOf(name: string, tasks: number): string {
  return (
    `This deletes "${name}" for good: ${tasks} ${tasks === 1 ? 'task' : 'tasks'} with all labels, reviews and comments, ` +
    'its collections, evaluations, members and webhooks. Datasets with their images, the ontology, the workflow, ' +
    'trained models and the files of exports and snapshots stay.'
  );
}
