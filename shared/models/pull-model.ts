import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFound, PullFailed } from '../errors.ts';
import { DEFAULT_SOURCE, KNOWN_MODELS, type KnownModel } from './known-models.ts';
import { pullFile } from './pull-file.ts';

/**
 * Fetches a known model into `<folder>/<id>`. Its description is written last, so a model is there whole or not.
 *
 * @throws NotFound for a name that is not known
 * @throws PullFailed
 */
export async function pullModel(options: {
  modelId: string;
  folder: string;
  source?: string;
  known?: readonly KnownModel[];
  onProgress?: (file: string, bytes: number, total: number | undefined) => void;
}): Promise<'pulled' | 'already-there'> {
  const { modelId, folder, source = DEFAULT_SOURCE, known = KNOWN_MODELS, onProgress = () => {} } = options;
  const model = known.find(({ description }) => description.id === modelId);
  if (!model) throw new NotFound('model', modelId);
  const home = join(folder, modelId);
  const descriptionFile = join(home, 'model.json');
  const isThere = await stat(descriptionFile).catch(() => undefined);
  if (isThere) return 'already-there';
  await mkdir(home, { recursive: true });
  const lock = await lockPull(home, modelId);
  try {
    for (const part of ['encoder', 'decoder'] as const) {
      const { name } = model.description.files[part];
      const target = join(home, name);
      if (await stat(target).catch(() => undefined)) continue;
      const { path, gitBlob, mostBytes } = model.sources[part];
      await pullFile({
        url: `${source.replace(/\/$/, '')}/${path}`,
        target,
        gitBlob,
        mostBytes,
        onProgress: (bytes, total) => onProgress(part, bytes, total),
      });
    }
    const writing = `${descriptionFile}.new`;
    await rm(writing, { force: true });
    await writeFile(writing, `${JSON.stringify(model.description, null, 2)}\n`);
    await rename(writing, descriptionFile);
  } finally {
    await rm(lock, { force: true });
    held.delete(lock);
  }
  return 'pulled';
}

/** Locks that this process holds; another one with its number, in a container, may have left one behind. */
const held = new Set<string>();

/**
 * Two pulls that write the same file would spoil it for each other. What a killed process left is taken over.
 *
 * @throws PullFailed while another one is under way
 */
async function lockPull(home: string, modelId: string): Promise<string> {
  const lock = join(home, '.pulling');
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      held.add(lock);
      return lock;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner === process.pid ? held.has(lock) : isAlive(owner)) {
      throw new PullFailed(
        `"${modelId}" is being fetched already (by process ${owner}). Wait for that one.`,
        {
          modelId,
        },
      );
    }
    await rm(lock, { force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return processId > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
