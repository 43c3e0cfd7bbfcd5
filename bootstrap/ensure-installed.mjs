// Installs the project's packages when they are missing or older than the lockfile.
// Depends on nothing but Node >= 20, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
// npm writes this file last, so a half-finished install never looks complete.
const marker = join(root, 'node_modules', '.package-lock.json');

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Lapidary needs Node 20 or newer; this is ${process.version}.`);
  process.exit(2);
}

const isMissing = !existsSync(marker);
const isStale = !isMissing && existsSync(lockfile) && statSync(lockfile).mtimeMs > statSync(marker).mtimeMs;

if (isMissing || isStale) {
  console.error(
    isMissing
      ? 'First run: installing packages with npm ci (about a minute) …'
      : 'The lockfile changed: installing packages with npm ci …',
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) {
    console.error('npm ci failed; see the messages above. Check the network and try again.');
    process.exit(result.status ?? 1);
  }
}
