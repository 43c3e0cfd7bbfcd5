import type { Command } from 'commander';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';
import { uploadFolder } from '../server/upload-folder.ts';

interface Dataset {
  id: string;
  name: string;
  createdAt: string;
}

/** `lapidary datasets`: lists them, makes them, fills them. */
export function register(program: Command): void {
  const datasets = program.command('datasets').description('Datasets of the server.');
  datasets
    .command('list', { isDefault: true })
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(async ({ json }: { json?: string }) => {
      const items = await listAll<Dataset>(await connect(), 'datasets');
      const rows = items.map(({ name, createdAt, id }) => ({ name, made: createdAt.slice(0, 10), id }));
      await answer(json, items, rows, 'There are no datasets yet: lapidary datasets create NAME');
    });
  datasets
    .command('create <name>')
    .option('--source <url>', 'mirror an attached bucket, such as s3://photos/2024/; it is only read')
    .option('--json <file>', 'write it as JSON; - for standard output')
    .action(async (name: string, { json, source }: { json?: string; source?: string }) => {
      const { body } = await (await connect()).call<Dataset>('POST', 'datasets', { name, source });
      await answer(json, body, [{ name: body.name, id: body.id }], '');
    });
  datasets
    .command('upload <dataset> <folder>')
    .description(
      'Uploads every file below a folder; what is there already with the same size is passed over.',
    )
    .option('--json <file>', 'write what was done as JSON; - for standard output')
    .action(async (wanted: string, folder: string, { json }: { json?: string }) => {
      const client = await connect();
      const dataset = await findOne<Dataset>(client, 'datasets', wanted);
      const done = await uploadFolder(client, dataset.id, folder);
      await answer(json, done, [{ uploaded: done.uploaded, present: done.present }], '');
    });
}
