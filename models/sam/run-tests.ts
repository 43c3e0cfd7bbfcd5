// Runs the Python tests of models/sam in an environment of their own.
import { spawnSync } from 'node:child_process';
import { ensurePython } from './ensure-python.ts';

const python = await ensurePython(undefined, console.error);
const { status } = spawnSync(python, ['-m', 'pytest', '-q', '.'], {
  cwd: import.meta.dirname,
  stdio: 'inherit',
  // With more threads than idle cores, busy waiting costs ten times the work.
  env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', LAPIDARY_NODE: process.execPath },
});
process.exitCode = status ?? 1;
