import { parseArgs } from 'node:util';
import { LapidaryError } from '../../shared/errors.ts';
import { STAGES } from '../stages.ts';
import { deployTarget } from './deploy-target.ts';
import { runCdk } from './run-cdk.ts';

const USAGE = `npm run destroy -- --stage dev [--yes]

Takes the web app, the API and the pipeline of a stage away. Data stays: the stack with the table, the bucket and the
key is not touched, and the accounts of the user pool are kept. CDK asks before it deletes, unless --yes is given.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, yes: { type: 'boolean', default: false } },
  });
  const { stage } = values;
  if (stage === undefined || !(stage in STAGES)) {
    console.error(`${USAGE}\nStages: ${Object.keys(STAGES).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  // Those that rest on others first.
  const stacks = ['web', 'api', 'pipeline'].map((part) => `lapidary-${stage}-${part}`);
  await runCdk(['destroy', ...stacks, '--exclusively', ...(values.yes ? ['--force'] : [])], {
    ...(await deployTarget()),
    stage,
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LapidaryError ? error.message : error);
  process.exitCode = 1;
}
