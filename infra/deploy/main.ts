import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client } from '@aws-sdk/client-s3';
import { LapidaryError } from '../../shared/errors.ts';
import { buildWeb, isWebStale, WEB_FOLDER } from '../local/build-web.ts';
import { STAGES } from '../stages.ts';
import type { Stage } from '../stages.ts';
import { deployTarget } from './deploy-target.ts';
import { idleCost } from './idle-cost.ts';
import { firstAdmin } from './first-admin.ts';
import { publishWeb } from './publish-web.ts';
import { runCdk } from './run-cdk.ts';
import { stackOutputs } from './stack-outputs.ts';

const USAGE = `npm run deploy -- --stage dev [--admin-email you@example.com] [--yes] [--context key=value …]

Deploys Lapidary to the account and region of this shell's AWS credentials: shows what would change and
what a month without work costs, asks, deploys,
publishes the web app, makes the first administrator, and prints the link. It may be repeated at any time.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      'admin-email': { type: 'string' },
      context: { type: 'string', multiple: true, default: [] },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.stage === undefined || !(values.stage in STAGES)) {
    console.error(`${USAGE}\nStages: ${Object.keys(STAGES).join(', ')}`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const stage = values.stage as Stage['name'];
  const target = { ...(await deployTarget()), stage };
  console.log(`Stage ${stage}, account ${target.account}, region ${target.region}`);
  const extra = values.context.flatMap((each) => ['--context', each]);

  if (await isWebStale()) await buildWeb();
  if (!values.yes) {
    await runCdk(['diff', ...extra], target);
    await tellIdleCost(stage);
    if (!(await confirmed('Deploy this?'))) return;
  }
  await runCdk(['deploy', '--all', '--require-approval=never', ...extra], target);

  if (values.yes) await tellIdleCost(stage);
  const api = await stackOutputs(`lapidary-${stage}-api`);
  const web = await stackOutputs(`lapidary-${stage}-web`);
  const files = await publishWeb(new S3Client({}), web.AppBucket, WEB_FOLDER);
  console.log(`\n  ${files} files of the web app are published.`);
  const email = values['admin-email'];
  if (email !== undefined) {
    const password = await firstAdmin(new CognitoIdentityProviderClient({}), api.UserPoolId, email);
    console.log(
      password === undefined
        ? '  There is an administrator already; none was made.'
        : `  The first administrator is ${email}, with the password ${password} (shown this once).`,
    );
  }
  console.log(`\n  Lapidary is ready: ${web.Url}\n  Try it out: SMOKE_STAGE=${stage} npm run smoke\n`);
}

/** From the templates that were synthesized last. */
async function tellIdleCost(stage: string): Promise<void> {
  const folder = join(import.meta.dirname, '..', '..', 'cdk.out');
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(`lapidary-${stage}-`) && name.endsWith('.template.json'),
  );
  const templates = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  const { total, parts } = idleCost(templates);
  const list = parts.map(({ what, count, dollars }) => `${count} ${what} ${dollars.toFixed(2)}`).join(', ');
  console.log(`\n  A month in which nobody works costs about $${total.toFixed(2)} (${list}), storage apart.`);
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LapidaryError ? error.message : error);
  process.exitCode = 1;
}
