import { resolve } from 'node:path';
import type { Command } from 'commander';

/** `lapidary backup <folder>`: a copy of all data, also while Lapidary runs. */
export function register(program: Command): void {
  program
    .command('backup')
    .description('Copy all of Lapidary’s data on this machine into an empty folder, also while it runs')
    .argument('<folder>', 'where the copy goes; new or empty')
    .option('--data <folder>', 'where Lapidary keeps its data', '.lapidary')
    .option('--json <file>', 'write what was copied as JSON; "-" for standard output')
    .action(async (folder: string, options: { data: string; json?: string }) => {
      const { backUpData } = await import('../../infra/local/backup/back-up-data.ts');
      const { writeJson } = await import('../write-json.ts');
      const manifest = await backUpData(resolve(options.data), resolve(folder));
      const megabytes = (manifest.blobBytes / 1e6).toFixed(1);
      console.error(`Copied the database and ${manifest.blobs} files (${megabytes} MB) to ${folder}.`);
      if (options.json !== undefined) await writeJson(options.json, manifest);
    });
}
