import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/**
 * The Python of models/sam with its packages, made when it is missing or older than the lock file. What it says goes
 * to standard error. Throws an Error that says what to do when there is no Python or no network.
 *
 * @returns the path of the interpreter
 */
export function ensurePython(): string {
  const venv = join(HERE, '.venv');
  const python = join(venv, 'bin', 'python');
  const stamp = join(venv, 'installed');
  const lock = join(HERE, 'requirements.lock');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return python;
  console.error('Installing the Python packages for training (once, a few minutes) …');
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', lock]);
  writeFileSync(stamp, '');
  return python;
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: HERE, stdio: ['ignore', 2, 2] });
  if (error)
    throw new Error(`${command} cannot be started (${error.message}): training needs Python 3.11 or later.`);
  if (status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed: see above; a network is needed once.`);
}
