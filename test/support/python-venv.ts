import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/**
 * A Python with exactly these packages (`name==version`), in a virtual environment under `.venv/` that is made on
 * first use and kept. Benchmarks and interoperability tests use it; nothing else of the project needs Python.
 *
 * @returns the path of its interpreter, or undefined when the machine has no Python 3 with venv
 * @throws when the packages cannot be installed
 */
export async function pythonWith(packages: string[]): Promise<string | undefined> {
  const key = createHash('sha256')
    .update([...packages].sort().join('\n'))
    .digest('hex')
    .slice(0, 12);
  const folder = join(root, '.venv', key);
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'packages.txt');
  if (existsSync(stamp)) return python;
  await mkdir(join(root, '.venv'), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  try {
    await run('python3', ['-m', 'venv', folder]);
  } catch {
    return undefined;
  }
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
    maxBuffer: 1 << 26,
  });
  await writeFile(stamp, `${packages.join('\n')}\n`);
  return python;
}
