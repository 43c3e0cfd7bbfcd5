// Runs the Python tests of models/sam and models/processing in an environment of their own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensurePython } from './ensure-python.ts';

const python = await ensurePython(undefined, console.error);
for (const folder of ['sam', 'processing']) {
  const { status } = spawnSync(python, ['-m', 'pytest', '-q', '.'], {
    cwd: join(import.meta.dirname, '..', folder),
    stdio: 'inherit',
    // With more threads than idle cores, busy waiting costs ten times the work.
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', LAPIDARY_NODE: process.execPath },
  });
  if (status !== 0) process.exitCode = status ?? 1;
}
