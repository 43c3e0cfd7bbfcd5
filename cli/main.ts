import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { LapidaryError } from '../shared/errors.ts';
import { EXIT } from './exit-codes.ts';

// Stripping types and compiling are most of a start; the second one finds them done.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/lapidary', import.meta.url)));

/** Each command registers itself from a file of its own, loaded only when it is asked for. */
const COMMANDS: Record<string, () => Promise<{ register: (program: Command) => void }>> = {
  up: () => import('./commands/up.ts'),
  backup: () => import('./commands/backup.ts'),
  captions: () => import('./commands/captions.ts'),
  convert: () => import('./commands/convert.ts'),
  curate: () => import('./commands/curate.ts'),
  demo: () => import('./commands/demo.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  models: () => import('./commands/models.ts'),
  restore: () => import('./commands/restore.ts'),
  workflow: () => import('./commands/workflow.ts'),
  login: () => import('./commands/login.ts'),
  datasets: () => import('./commands/datasets.ts'),
  ontologies: () => import('./commands/ontologies.ts'),
  projects: () => import('./commands/projects.ts'),
  tasks: () => import('./commands/tasks.ts'),
  snapshot: () => import('./commands/snapshot.ts'),
  export: () => import('./commands/export.ts'),
  jobs: () => import('./commands/jobs.ts'),
};

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function main(argv: string[]): Promise<void> {
  const program = new Command('lapidary')
    .description('Cuts, polishes and grades raw images: a data engine for computer vision.')
    .version(version(), '-V, --version', 'which Lapidary this is')
    .exitOverride()
    .showHelpAfterError('(run with --help for usage)');

  const asked = argv.find((word) => !word.startsWith('-'));
  const wanted = asked !== undefined && asked in COMMANDS ? [asked] : Object.keys(COMMANDS);
  for (const name of wanted) (await COMMANDS[name]()).register(program);
  await program.parseAsync(argv, { from: 'user' });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  } else if (error instanceof LapidaryError) {
    console.error(error.message);
    process.exitCode = EXIT.wrongUse;
  } else if (error instanceof TypeError && error.message === 'fetch failed') {
    const { code, message } = (error.cause ?? {}) as Partial<NodeJS.ErrnoException>;
    console.error(
      `The server cannot be reached (${code ?? message ?? 'no answer'}). Is Lapidary running there?`,
    );
    process.exitCode = EXIT.wrongUse;
  } else {
    console.error(error);
    process.exitCode = EXIT.wrongUse;
  }
}
