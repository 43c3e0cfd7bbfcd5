import { deriveId } from '../../shared/ids.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';

type Assets = Pick<AssetStore, 'find' | 'listShard'>;

/**
 * Finds images of a project by what a file calls them: their key, else their name or their name without its extension
 * when only one image has it.
 */
export function projectImages(datasetIds: readonly string[], assets: Assets) {
  let byName: Promise<Map<string, string | null>> | undefined;

  async function readNames(): Promise<Map<string, string | null>> {
    const names = new Map<string, string | null>();
    const add = (name: string, id: string) => {
      const known = names.get(name);
      names.set(name, known === undefined || known === id ? id : null);
    };
    for (const datasetId of datasetIds) {
      for (let shard = 0; shard < SHARD_COUNT; shard++) {
        for await (const asset of assets.listShard(datasetId, shard)) {
          if (asset.status !== 'ready') continue;
          const base = baseOf(asset.key);
          add(base, asset.id);
          add(stemOf(base), asset.id);
        }
      }
    }
    return names;
  }

  return {
    /** The asset's id, or undefined. */
    async find(name: string): Promise<string | undefined> {
      const key = name.replaceAll('\\', '/').replace(/^(\.\/|\/)+/, '');
      for (const datasetId of datasetIds) {
        const id = `${datasetId}.${deriveId(datasetId, key)}`;
        if ((await assets.find(id))?.status === 'ready') return id;
      }
      const names = await (byName ??= readNames());
      const base = baseOf(key);
      return names.get(base) ?? names.get(stemOf(base)) ?? undefined;
    },
  };
}

const baseOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1).toLowerCase();

function stemOf(base: string): string {
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}
