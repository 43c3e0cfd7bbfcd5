import { spawn } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { Host } from '../../infra/local/host.ts';
import type { Log } from '../../shared/log.ts';
import { namedPlaces } from '../../shared/destinations/named-places.ts';
import { EXIT } from '../exit-codes.ts';
import { restartWithLittleMemory } from '../restart-with-little-memory.ts';

interface UpOptions {
  data: string;
  port?: number;
  destination: string[];
  demo: boolean;
  build: boolean;
  open: boolean;
}

/** The promise to whoever presses Ctrl-C. */
const STOP_WITHIN_MILLISECONDS = 1_900;

/** `lapidary up [folder…]`: everything on this machine, until Ctrl-C. */
export function register(program: Command): void {
  program
    .command('up')
    .description('Start all of Lapidary on this machine and print a link')
    .argument('[folder...]', 'folders of images to follow; the originals stay where they are')
    .option('--data <folder>', 'where Lapidary keeps its own data', '.lapidary')
    .option('--port <number>', 'port on 127.0.0.1 (default: 4400, or the next free one)', parsePort)
    .option(
      '--destination <name=folder>',
      'a folder that exports may be written to, by a name to choose it by; may be repeated',
      (one: string, all: string[]) => [...all, one],
      [] as string[],
    )
    .option('--no-demo', 'start without the demo project')
    .option('--no-build', 'serve the web app as it was built last')
    .option('--open', 'open the link in the browser', false)
    .action(up);
}

async function up(folders: string[], options: UpOptions): Promise<void> {
  restartWithLittleMemory(fileURLToPath(new URL('../main.ts', import.meta.url)));
  const { WEB_FOLDER } = await import('../../infra/local/build-web.ts');
  const { startHost } = await import('../../infra/local/host.ts');
  const { terminalLog } = await import('../../infra/local/terminal-log.ts');
  const log = terminalLog((line) => process.stderr.write(line));
  const dataFolder = fromCaller(options.data);
  const host = await startHost({
    dataFolder,
    folders: folders.map(fromCaller),
    destinations: new Map(
      [...namedPlaces(options.destination)].map(([name, path]) => [name, fromCaller(path)]),
    ),
    port: options.port,
    webFolder: WEB_FOLDER,
    log,
  });
  stopOnSignal(host);
  try {
    await welcome(host, dataFolder, options, log);
  } catch (error) {
    // A host that serves without ever having said where would look as if it were still starting.
    await host.close();
    throw error;
  }
}

/** From a host that serves to a link that was printed. */
async function welcome(host: Host, dataFolder: string, options: UpOptions, log: Log): Promise<void> {
  const { buildWeb, isWebStale } = await import('../../infra/local/build-web.ts');
  if (options.build && (await isWebStale())) {
    console.error('Building the web app, because it is new or changed …');
    // The API works all the same, and so does the page that was built before.
    await buildWeb().catch((error: unknown) =>
      log.error(error instanceof Error ? error.message : String(error)),
    );
  }
  const link = await host.signInUrl();
  console.log(`\n  Lapidary is ready: ${link}\n`);
  console.log(`  Data      ${relative(process.cwd(), dataFolder) || dataFolder}`);
  for (const folder of host.folders) console.log(`  Following ${folder}`);
  for (const { name, location } of host.seams.destinations.list())
    console.log(`  Exports   ${name}: ${location}`);
  if (options.demo && (await startDemo(dataFolder, host, log))) {
    console.log(
      '  Demo      24 trays of gemstones are being rendered and labelled; have a look in a moment.',
    );
  }
  console.log('  Ctrl-C stops it.\n');
  if (options.open) openInBrowser(link);
}

async function startDemo(dataFolder: string, host: Host, log: Log): Promise<boolean> {
  const { startFirstRunDemo } = await import('../../infra/local/first-run-demo.ts');
  return startFirstRunDemo(dataFolder, host, log);
}

/** Ctrl-C ends the host cleanly; a second one does not wait, and loses nothing acknowledged either. */
function stopOnSignal(host: { close: () => Promise<void> }): void {
  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) process.exit(EXIT.checkFailed);
    isStopping = true;
    console.error('\nStopping …');
    setTimeout(() => process.exit(EXIT.done), STOP_WITHIN_MILLISECONDS).unref();
    await host.close();
    process.exit(EXIT.done);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

/** npm starts us in its own folder; paths are meant from where the person typed. */
function fromCaller(path: string): string {
  const base = path === '.lapidary' ? undefined : process.env.INIT_CWD;
  return resolve(base ?? process.cwd(), path);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  return port;
}

function openInBrowser(link: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const browser = spawn(opener, [link], { stdio: 'ignore', detached: true });
  browser.on('error', () => console.error(`No browser could be opened; the link is ${link}`));
  browser.unref();
}
