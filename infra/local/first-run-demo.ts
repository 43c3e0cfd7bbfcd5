import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { offerAdminLink } from '../../functions/api/auth/offer-admin-link.ts';
import type { Log } from '../../shared/log.ts';
import type { Host } from './host.ts';

const SEEDER = fileURLToPath(new URL('seed-first-project.ts', import.meta.url));

/**
 * Starts to fill a new data folder with the demo project, in a child process, or goes on with what was cut off; false
 * when that was done before. The host is ready meanwhile, and people can watch the project grow.
 */
export async function startFirstRunDemo(dataFolder: string, host: Host, log: Log): Promise<boolean> {
  const marker = join(dataFolder, 'demo-project');
  if ((await readFile(marker, 'utf8').catch(() => '')).startsWith('done')) return false;
  await writeFile(marker, 'begun\n');
  const seeder = spawn(process.execPath, ['--max-semi-space-size=4', SEEDER], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      ...process.env,
      LAPIDARY_URL: host.url,
      LAPIDARY_LINK_TOKEN: await offerAdminLink(host.seams.store),
    },
  });
  let said = '';
  seeder.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  seeder.once('error', (error) => log.error('The demo project cannot be made.', { error: error.message }));
  seeder.once('close', (code) => {
    if (code === 0) void writeFile(marker, 'done\n');
    else if (code !== null)
      log.error('The demo project could not be finished.', { error: said.trim().slice(-500) });
  });
  host.whenClosing(() => seeder.kill());
  return true;
}
