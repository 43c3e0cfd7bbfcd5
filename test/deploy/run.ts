import { execFile, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stackOutputs } from '../../infra/deploy/stack-outputs.ts';
import { deployEarlierRelease } from './earlier-release.ts';
import { pythonWith } from '../support/python-venv.ts';
import { startEmulator } from './start-emulator.ts';
import { storedKeys } from './stored-keys.ts';
import { makeTheirBucket } from './their-bucket.ts';

/**
 * `npm run test:deploy`: bootstraps an AWS emulator on 127.0.0.1, deploys the dev stage to it as `npm run deploy` does,
 * over the data stack and the data of an earlier release, runs the smoke suite against what came up, updates it, takes
 * it away, looks for losses each time, and holds the templates against the schemas of CloudFormation. Needs Python 3 with venv; no account, no Docker.
 */
const EMULATOR = 'ministack[full]==1.5.33';
const LINTER = 'cfn-lint==1.58.0';
const BUCKET = 'lapidary-dev-000000000000-us-east-1';
/** A bucket of somebody else's, and the part of it that is attached. */
const THEIRS: [bucket: string, prefix: string] = ['their-photos', '2024/'];
const root = join(import.meta.dirname, '..', '..');
const python = await pythonWith([EMULATOR]);
if (python === undefined) {
  console.error('The deploy check needs Python 3 with venv: apt-get install python3-venv, or the like.');
  process.exit(2);
}
const emulator = await startEmulator(python);
try {
  // Where there is no app: bootstrapping needs none, and would synthesize it.
  await step(
    'Bootstrap',
    'node_modules/aws-cdk/bin/cdk',
    ['bootstrap', 'aws://000000000000/us-east-1', '--no-notices'],
    {
      cwd: emulator.folder,
    },
  );
  Object.assign(process.env, emulator.env);
  await deployEarlierRelease('lapidary-dev-data', BUCKET);
  const earlier = await storedKeys('lapidary-dev-data', BUCKET);
  // A receiver of webhooks on this machine has a private address.
  const context = ['--context', 'privateWebhooks=on', '--context', `attachBuckets=${THEIRS.join('/')}`];
  await makeTheirBucket(...THEIRS);
  const admin = ['--admin-email', 'admin@example.com'];
  await step('Deploy', 'infra/deploy/main.ts', ['--stage', 'dev', ...admin, '--yes', ...context]);
  await requireKept('The update from the earlier release', earlier);
  const { Url } = await stackOutputs('lapidary-dev-api');
  const [apiId] = new URL(Url).host.split('.');
  const smoke = {
    env: {
      SMOKE_STAGE: 'dev',
      SMOKE_REACHES_US: 'true',
      SMOKE_ATTACHED: THEIRS.join('/'),
      // An API of the emulator has no host name of its own.
      SMOKE_URL: `${emulator.endpoint}/_aws/execute-api/${apiId}/$default`,
    },
  };
  await step('Smoke', 'node_modules/vitest/vitest.mjs', ['run', 'test/smoke'], smoke);

  const before = await storedKeys('lapidary-dev-data', BUCKET);
  const changed = ['--context', 'alarmEmail=ops@example.com', ...context];
  await step('Update', 'infra/deploy/main.ts', ['--stage', 'dev', '--yes', ...changed]);
  await requireKept('The update', before);
  await lintTemplates();
  await step('Destroy', 'infra/deploy/destroy.ts', ['--stage', 'dev', '--yes']);
  for (const part of ['web', 'api', 'pipeline']) {
    if (await isThere(`lapidary-dev-${part}`)) throw new Error(`The ${part} stack is still there.`);
  }
  await requireKept('Taking everything but the data away', before);
} catch (error) {
  console.error(
    `${error instanceof Error ? error.message : String(error)}\nThe emulator's log: ${emulator.logFile}`,
  );
  process.exitCode = 1;
} finally {
  await emulator.stop();
}

/** Every record and file that was there before is there now. */
async function requireKept(what: string, before: Set<string>): Promise<void> {
  const after = await storedKeys('lapidary-dev-data', BUCKET);
  const lost = [...before].filter((key) => !after.has(key));
  if (before.size < 20 || lost.length > 0) {
    throw new Error(`${what} lost ${lost.length} of ${before.size}: ${lost.slice(0, 5).join(', ')}`);
  }
  console.log(`${what} kept all of ${before.size} records and files.\n`);
}

async function isThere(stack: string): Promise<boolean> {
  const { Url, ...others } = await stackOutputs(stack).catch((): Record<string, string> => ({}));
  return Url !== undefined || Object.keys(others).length > 0;
}

/** Holds the templates that were deployed against the schemas of CloudFormation. */
async function lintTemplates(): Promise<void> {
  const templates = ['data', 'pipeline', 'api', 'web'].map((part) =>
    join(root, 'cdk.out', `lapidary-dev-${part}.template.json`),
  );
  // The emulator has no models: their stack is only synthesized.
  await step('Synthesize models', 'node_modules/aws-cdk/bin/cdk', [
    'synth',
    '--quiet',
    '--no-notices',
    ...['gpu=on', 'stage=prod'].flatMap((each) => ['--context', each]),
  ]);
  templates.push(join(root, 'cdk.out', 'lapidary-prod-models.template.json'));
  templates.push(join(root, 'cdk.out', 'lapidary-prod-pipeline.template.json'));
  const linter = await pythonWith([LINTER]);
  // W3005: CDK writes dependencies that references imply already.
  const args = ['--region', 'us-east-1', 'eu-central-1', '-i', 'W3005', '--', ...templates];
  if (linter === undefined) throw new Error('Python has gone.');
  // By its interpreter: the first line of the script names the place where the environment was made.
  const { stdout } = await promisify(execFile)(linter, [join(dirname(linter), 'cfn-lint'), ...args]);
  console.log(`cfn-lint finds nothing in ${templates.length} templates. ${stdout}`);
}

/** Runs a program on this Node with the emulator's environment. */
async function step(
  title: string,
  program: string,
  args: string[],
  { cwd = root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<void> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...emulator.env, ...env },
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  if (code !== 0) throw new Error(`${title} failed after ${seconds} s with exit code ${code}.`);
  console.log(`\n${title}: ${seconds} s\n`);
}
