import { spawn } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { WebBuildFailed } from '../../shared/errors.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the web app is made from. */
const SOURCES = [
  'web',
  'shared/geometry',
  'shared/labels',
  'shared/workflow',
  'shared/evaluation',
  'shared/curation',
  'shared/tables',
  'package-lock.json',
];
export const WEB_FOLDER = join(ROOT, 'dist', 'web');
/** Written last, so a build that was cut off never looks complete. */
const MARKER = join(WEB_FOLDER, '.built');

/** True when the web app was never built, or a source is newer than its build. */
export async function isWebStale(): Promise<boolean> {
  const builtAt = await stat(MARKER).then(
    (marker) => marker.mtimeMs,
    () => 0,
  );
  if (builtAt === 0) return true;
  const newest = await Promise.all(SOURCES.map((source) => newestChange(join(ROOT, source))));
  return Math.max(...newest) > builtAt;
}

/**
 * Builds the web app into `dist/web`.
 *
 * @throws WebBuildFailed with what the builder said
 */
export async function buildWeb(): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const builder = spawn(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, 'web', 'vite.config.ts'), '--logLevel', 'error'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    },
  );
  let said = '';
  for (const stream of [builder.stdout, builder.stderr]) {
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    builder.once('error', reject);
    builder.once('close', resolve);
  });
  if (code !== 0) throw new WebBuildFailed(stripVTControlCharacters(said).trim().slice(0, 1500));
  await writeFile(MARKER, new Date().toISOString());
}

async function newestChange(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs;
  const names = await readdir(path);
  const inside = await Promise.all(names.map((name) => newestChange(join(path, name))));
  return Math.max(0, ...inside);
}
