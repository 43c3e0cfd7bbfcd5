import { NotFound } from '../errors.ts';
import { KNOWN_MODELS } from './known-models.ts';
import type { KnownModel } from './known-models.ts';
import type { ModelLibrary } from './model-library.ts';
import { pullModel } from './pull-model.ts';

/** A model that can be fetched by name, and how far that is. */
export interface ModelPull {
  id: string;
  name: string;
  licence: string;
  summary: string;
  status: 'absent' | 'pulling' | 'failed' | 'here';
  /** Of the file that is under way, in bytes. */
  file?: string;
  done?: number;
  total?: number;
  /** Why it is not there; what arrived is kept, and the next try goes on from it. */
  reason?: string;
}

/** Models that this host can fetch for itself, in the background, one pull per model at a time. */
export interface ModelPulls {
  list: () => Promise<ModelPull[]>;
  /** @throws NotFound for a name that is not known */
  start: (modelId: string) => Promise<ModelPull>;
}

export function modelPulls(options: {
  folder: string;
  library: Pick<ModelLibrary, 'list'>;
  /** A mirror; left out: where each model is published. */
  source?: string;
  known?: readonly KnownModel[];
}): ModelPulls {
  const { folder, library, source, known = KNOWN_MODELS } = options;
  const states = new Map<string, Pick<ModelPull, 'status' | 'file' | 'done' | 'total' | 'reason'>>();

  async function list(): Promise<ModelPull[]> {
    const here = new Set((await library.list()).map(({ description }) => description.id));
    return known.map(({ description: { id, name, licence }, summary }) => {
      const state = here.has(id) ? { status: 'here' as const } : states.get(id);
      return { id, name, licence, summary, ...(state ?? { status: 'absent' }) };
    });
  }

  return {
    list,
    async start(modelId) {
      const one = (await list()).find(({ id }) => id === modelId);
      if (!one) throw new NotFound('model', modelId);
      if (one.status === 'here' || one.status === 'pulling') return one;
      const state: Pick<ModelPull, 'status' | 'file' | 'done' | 'total'> = { status: 'pulling' };
      states.set(modelId, state);
      const onProgress = (file: string, done: number, total?: number) =>
        void Object.assign(state, { file, done, total });
      pullModel({ modelId, folder, source, known, onProgress }).then(
        () => states.delete(modelId),
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          states.set(modelId, { status: 'failed', reason });
        },
      );
      return { ...one, reason: undefined, status: 'pulling' };
    },
  };
}
