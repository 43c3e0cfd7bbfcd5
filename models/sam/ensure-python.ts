import { spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/**
 * The Python of models/sam with its packages, made when it is missing or older than the lock file; or the interpreter
 * that `LAPIDARY_TRAINING_PYTHON` names, taken as it is. Throws an Error that says what to do when there is no Python
 * or no network.
 *
 * @returns the path of the interpreter
 */
export async function ensurePython(
  signal?: AbortSignal,
  say: (line: string) => void = () => {},
): Promise<string> {
  const given = process.env.LAPIDARY_TRAINING_PYTHON;
  if (given !== undefined && given !== '') return given;
  const venv = join(HERE, '.venv');
  const python = join(venv, 'bin', 'python');
  const stamp = join(venv, 'installed');
  const lock = join(HERE, 'requirements.lock');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return python;
  say('Installing the Python packages for training (once, a few minutes, about 1 GB) …');
  await run('python3', ['-m', 'venv', venv], signal);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', lock], signal);
  writeFileSync(stamp, '');
  return python;
}

async function run(command: string, args: string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(command, args, { cwd: HERE, stdio: ['ignore', 'ignore', 'pipe'], signal });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2000)));
  const { code, cause } = await new Promise<{ code: number | null; cause?: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, cause: error.message }));
    child.once('close', (ended) => resolve({ code: ended }));
  });
  if (code === 0) return;
  if (cause !== undefined)
    throw new Error(
      `Training needs Python 3.11 or later with venv, and ${command} cannot be started (${cause}).`,
    );
  const reason = said.trim().split('\n').at(-1) ?? '';
  throw new Error(
    `The Python packages for training could not be installed (${reason.slice(0, 300)}). A network is needed once; ` +
      'then start it again, or run "lapidary models setup-training" to see more.',
  );
}
