import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DatabaseUnavailable } from '../../shared/errors.ts';
import { checkDatabase } from './check-database.ts';
import { freePort } from './free-port.ts';

/** The database server of one host. Clients that hold `endpoint` survive a restart: the port stays. */
export interface DynamoChild {
  endpoint: string;
  /** Undefined when the endpoint was named in the environment and nothing was started. */
  pid: () => number | undefined;
  /** How often the server had to be started again. */
  restarts: () => number;
  stop: () => Promise<void>;
}

export interface DynamoChildOptions {
  databaseFile: string;
  /** Used instead of a child when given, as from `LAPIDARY_DYNAMODB_ENDPOINT`. */
  endpoint?: string;
  log?: (line: string) => void;
}

const PROGRAM = fileURLToPath(
  new URL(`../../node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`, import.meta.url),
);
const READY_WITHIN_MILLISECONDS = 10_000;

/**
 * Starts dynoxide (DynamoDB on SQLite) on a random port of 127.0.0.1, waits until it accepts connections, and
 * starts it again on the same port whenever it dies. It runs in a process group of its own, so Ctrl-C reaches the
 * host first; a one-line watcher ends it when the host is killed, so no orphan keeps the file open.
 *
 * @throws DatabaseDamaged when the file fails SQLite's check
 * @throws DatabaseUnavailable when the program is missing or does not answer
 */
export async function startDynamoChild(options: DynamoChildOptions): Promise<DynamoChild> {
  const { databaseFile, log = () => {} } = options;
  if (options.endpoint) {
    return { endpoint: options.endpoint, pid: () => undefined, restarts: () => 0, stop: async () => {} };
  }
  if (!existsSync(PROGRAM)) {
    throw new DatabaseUnavailable(
      `No local database is bundled for ${process.platform}-${process.arch}. ` +
        'Name any DynamoDB endpoint in LAPIDARY_DYNAMODB_ENDPOINT and start again.',
    );
  }
  await checkDatabase(databaseFile);

  const first = await firstLaunch(databaseFile);
  const { port } = first;
  let current = first.server;
  let isStopping = false;
  let restartCount = 0;
  follow(current);

  function follow(server: ChildProcess): void {
    server.once('exit', (code, signal) => {
      if (isStopping) return;
      restartCount++;
      log(`The database server ended (${signal ?? `code ${code}`}); starting it again.`);
      // Grows to 2 s, so a server that cannot live does not spin.
      setTimeout(
        () => {
          if (isStopping) return;
          current = launch(databaseFile, port);
          follow(current);
        },
        Math.min(2_000, 20 * 2 ** Math.min(restartCount - 1, 7)),
      );
    });
  }

  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: () => current.pid,
    restarts: () => restartCount,
    stop: async () => {
      isStopping = true;
      await end(current);
    },
  };
}

function launch(databaseFile: string, port: number): ChildProcess {
  const server = spawn(PROGRAM, ['--host', '127.0.0.1', '--port', String(port), '--db-path', databaseFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  server.stderr.resume();
  // Its standard input closes when this process ends, however it ends.
  const watcher = spawn('/bin/sh', ['-c', 'read _; kill -KILL "$1"', 'sh', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  for (const child of [server, watcher]) {
    child.on('error', () => {});
    child.unref();
  }
  server.once('exit', () => watcher.kill('SIGKILL'));
  return server;
}

/** Asks politely, so SQLite writes its log back into the file, and insists after a second. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  const insist = setTimeout(() => server.kill('SIGKILL'), 1_000);
  await ended;
  clearTimeout(insist);
}

/**
 * Starts the server on a free port and waits for its own word that it listens: a port that merely answers could be
 * another program's that was faster, and then this host would write into a stranger's database.
 */
async function firstLaunch(databaseFile: string): Promise<{ port: number; server: ChildProcess }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort();
    const server = launch(databaseFile, port);
    if (await saysItListens(server)) return { port, server };
    server.kill('SIGKILL');
  }
  throw new DatabaseUnavailable('The local database server does not start; is the disk full or read-only?');
}

function saysItListens(server: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    const timer = setTimeout(() => resolve(false), READY_WITHIN_MILLISECONDS);
    const answer = (isListening: boolean) => {
      clearTimeout(timer);
      resolve(isListening);
    };
    server.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('listening')) answer(true);
    });
    server.once('exit', () => answer(false));
    server.once('error', () => answer(false));
  });
}
