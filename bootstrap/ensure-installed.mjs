// Installs the project's packages when they are missing or older than the lockfile.
// Depends on nothing but Node >= 20, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
const packages = join(root, 'node_modules');
// npm writes this file last, so a half-finished install never looks complete.
const marker = join(packages, '.package-lock.json');
// Beside the packages, which npm ci begins with deleting. Holds the number of the process that installs.
const turn = join(root, '.installing');

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Lapidary needs Node 20 or newer; this is ${process.version}.`);
  process.exit(2);
}

if (whatIsWrong() !== undefined) {
  refuseLink();
  await takeTurn();
  // Whoever installed meanwhile may have done all there was to do.
  const status = install(whatIsWrong());
  rmSync(turn, { force: true });
  if (status !== 0) process.exit(status);
}

function whatIsWrong() {
  if (!existsSync(marker)) return 'First run (about a minute)';
  const isStale = existsSync(lockfile) && statSync(lockfile).mtimeMs > statSync(marker).mtimeMs;
  return isStale ? 'The lockfile changed' : undefined;
}

/** npm ci would empty a folder that others use as well. */
function refuseLink() {
  if (!lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const target = existsSync(packages) ? realpathSync(packages) : 'a folder that is gone';
  console.error(
    `${packages} is a link to ${target}, whose packages are missing or older than ${lockfile}. ` +
      'npm ci would empty that folder for whoever else uses it: run npm ci where it belongs, or remove the link and start again.',
  );
  process.exit(2);
}

/** One install at a time: a second one would delete what the first one writes. What a killed process left is taken over. */
async function takeTurn() {
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(turn, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        console.error(`The packages cannot be installed: ${error.message}`);
        process.exit(1);
      }
    }
    const owner = ownerOfTurn();
    if (owner !== undefined && (owner === process.pid || !isAlive(owner))) rmSync(turn, { force: true });
    else {
      if (waited === 0)
        console.error(
          `Process ${owner ?? 'that has just begun'} is installing packages here; waiting for it … (If nothing is, delete ${turn}.)`,
        );
      await sleep(200);
    }
  }
}

/** Undefined while it is being written, or when it is gone. */
function ownerOfTurn() {
  try {
    return Number(readFileSync(turn, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The exit code. */
function install(reason) {
  if (reason === undefined) return 0;
  console.error(`${reason}: installing packages with npm ci …`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status === 0) return 0;
  console.error('npm ci failed; see the messages above. Check the network and try again.');
  return result.status ?? 1;
}
