import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../blobs/blobs.ts';
import { blobKeys } from '../blobs/blob-keys.ts';
import { NotFound } from '../errors.ts';
import { modelLibrary } from './model-library.ts';
import type { LocalModel, ModelLibrary } from './model-library.ts';

const PREFIX = 'models/';
const DESCRIPTION = '/model.json';

/**
 * Registered models lie in blobs under `models/<id>/`; one that is asked for is copied to `folder`, whole or not at
 * all. What `folders` hold comes first and is never looked for in blobs.
 */
export function blobModelLibrary(options: {
  blobs: Pick<Blobs, 'get' | 'list'>;
  /** Where copies go. */
  folder: string;
  /** Models that are there without blobs; `folder` need not be among them. */
  folders: string[];
}): ModelLibrary {
  const { blobs, folder } = options;
  const here = modelLibrary([...new Set([...options.folders, folder])]);

  async function registered(): Promise<string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await blobs.list(PREFIX, { after });
      for (const { key } of page.items) {
        if (key.endsWith(DESCRIPTION)) ids.push(key.slice(PREFIX.length, -DESCRIPTION.length));
      }
      after = page.next;
    } while (after !== undefined);
    return ids;
  }

  async function fetch(modelId: string): Promise<void> {
    const description = await blobs.get(blobKeys.modelFile(modelId, 'model.json'));
    const target = join(folder, modelId);
    await mkdir(folder, { recursive: true });
    const part = await mkdtemp(join(folder, '.fetching-'));
    try {
      const { items } = await blobs.list(`${PREFIX}${modelId}/`);
      for (const { key } of items) {
        const name = key.slice(PREFIX.length + modelId.length + 1);
        if (name !== 'model.json' && /^[\w.-]+$/.test(name))
          await writeFile(join(part, name), await blobs.get(key));
      }
      await writeFile(join(part, 'model.json'), description);
      await rename(part, target);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      // Somebody else was quicker.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }

  async function get(modelId: string): Promise<LocalModel> {
    try {
      return await here.get(modelId);
    } catch (error) {
      if (!(error instanceof NotFound) || !/^[\w-][\w.-]{0,127}$/.test(modelId)) throw error;
    }
    try {
      await fetch(modelId);
    } catch (error) {
      throw error instanceof NotFound ? new NotFound('model', modelId) : error;
    }
    return here.get(modelId);
  }

  return {
    get,
    async list() {
      const models = await here.list();
      const known = new Set(models.map(({ description }) => description.id));
      for (const id of await registered()) if (!known.has(id)) models.push(await get(id));
      return models;
    },
  };
}
