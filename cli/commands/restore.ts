import { resolve } from 'node:path';
import type { Command } from 'commander';

/** `lapidary restore <backup>`: a new data folder from a backup. */
export function register(program: Command): void {
  program
    .command('restore')
    .description('Make a data folder from a backup; what is there is never replaced')
    .argument('<backup>', 'a folder that `lapidary backup` made')
    .option('--data <folder>', 'where the data goes; new or empty', '.lapidary')
    .action(async (backup: string, options: { data: string }) => {
      const { restoreData } = await import('../../infra/local/backup/restore-data.ts');
      const manifest = await restoreData(resolve(backup), resolve(options.data));
      console.error(
        `Restored the state of ${manifest.at} with ${manifest.blobs} files into ${options.data}. Start it: lapidary up --data ${options.data}`,
      );
    });
}
