import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFound } from '../errors.ts';
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
  return 'pulled';
}
