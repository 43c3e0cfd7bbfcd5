import { type Command, Option } from 'commander';
import { FORMAT_NAMES, type FormatName } from '../../shared/formats/format.ts';
import { readOntology } from '../../shared/formats/read-ontology.ts';
import { openSource } from '../convert/open-source.ts';
import { answer } from '../server/answer.ts';
import { connect } from '../server/connect.ts';
import { listAll } from '../server/list-all.ts';

interface Ontology {
  id: string;
  name: string;
  revision: number;
}

/** `lapidary ontologies`: lists them, and makes one from label files in any of the formats. */
export function register(program: Command): void {
  const ontologies = program.command('ontologies').description('Ontologies of the server.');
  ontologies
    .command('list', { isDefault: true })
    .option('--json <file>', 'write them as JSON; - for standard output')
    .action(async ({ json }: { json?: string }) => {
      const items = await listAll<Ontology>(await connect(), 'ontologies');
      const rows = items.map(({ name, revision, id }) => ({ name, revision, id }));
      await answer(
        json,
        items,
        rows,
        'There are no ontologies yet: lapidary ontologies import IN --name NAME',
      );
    });
  ontologies
    .command('import <in>')
    .description('Makes an ontology of the classes and attributes that label files declare and use.')
    .requiredOption('--name <name>', 'name of the new ontology')
    .addOption(
      new Option('--from <format>', 'format of <in>; recognised when left out').choices(FORMAT_NAMES),
    )
    .option('--json <file>', 'write it as JSON; - for standard output')
    .action(
      async (input: string, { name, from, json }: { name: string; from?: FormatName; json?: string }) => {
        const opened = await openSource(input);
        try {
          const read = await readOntology(opened.source, from === undefined ? {} : { from });
          const { body } = await (
            await connect()
          ).call<Ontology>('POST', 'ontologies', { name, ...read.ontology });
          const { classes, classifications } = read.ontology;
          console.error(
            `Read ${read.objects} objects of ${read.images} images as ${read.format}; ${read.problems.length} problems.`,
          );
          const row = { name, id: body.id, classes: classes.length, classifications: classifications.length };
          await answer(json, body, [row], '');
        } finally {
          opened.close();
        }
      },
    );
}
