import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NotDeployable } from '../../shared/errors.ts';
import type { DeployTarget } from './deploy-target.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Runs the CDK command line over the stacks of one stage, with its output on this terminal.
 *
 * @throws NotDeployable when it fails; it has said why
 */
export async function runCdk(
  args: string[],
  { stage, account, region }: DeployTarget & { stage: string },
): Promise<void> {
  const context = [`stage=${stage}`, `account=${account}`, `region=${region}`];
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
      ...args,
      '--no-notices',
      ...context.flatMap((each) => ['--context', each]),
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new NotDeployable(`cdk ${args[0]} ended with exit code ${code}; it says why above.`);
}
