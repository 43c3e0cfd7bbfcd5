import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../infra/local/free-port.ts';

const READY_SECONDS = 120;

export interface Emulator {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** An empty folder of the emulator's own, removed with it. */
  folder: string;
  /** What a shell needs to reach it, and nothing of the shell that started it but PATH. */
  env: Record<string, string>;
  logFile: string;
  stop: () => Promise<void>;
}

/** Starts the AWS emulator on 127.0.0.1 with an environment of its own: no credentials of anybody are near it. */
export async function startEmulator(python: string): Promise<Emulator> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-emulator-'));
  const endpoint = `http://127.0.0.1:${port}`;
  const shell = {
    // Functions run on the Node that runs this.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
  };
  const logFile = join(tmpdir(), `lapidary-emulator-${process.pid}.log`);
  const child = spawn(python, [join(import.meta.dirname, 'emulator.py')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...shell,
      // Part of the host names that APIs are told to have; an address there would not parse as a URL.
      MINISTACK_HOST: 'localhost',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AWS_ENDPOINT_URL: endpoint,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
    },
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(cut);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  for (let second = 0; ; second++) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`The emulator ended with ${child.exitCode}; see ${logFile}.`);
    }
    const isReady = await fetch(`${endpoint}/_ministack/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) break;
    if (second === READY_SECONDS) {
      await stop();
      throw new Error(`The emulator was not ready after ${READY_SECONDS} seconds; see ${logFile}.`);
    }
    await sleep(1_000);
  }
  return {
    endpoint,
    folder,
    env: {
      ...shell,
      TMPDIR: tmpdir(),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    logFile,
    stop,
  };
}
