// Makes the Python environment of models/sam when it is missing or older than the lock file, then runs its tests.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const venv = join(here, '.venv');
const python = join(venv, 'bin', 'python');
const stamp = join(venv, 'installed');
const lock = join(here, 'requirements.lock');

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${command} cannot be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) {
  console.error('Installing the Python packages of models/sam into models/sam/.venv …');
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', lock]);
  writeFileSync(stamp, '');
}
// With more threads than idle cores, busy waiting costs ten times the work.
run(python, ['-m', 'pytest', '-q', '.'], { OMP_WAIT_POLICY: 'PASSIVE' });
