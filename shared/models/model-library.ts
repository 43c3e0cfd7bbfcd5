import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelUnusable, NotFound } from '../errors.ts';
import type { DetectorDescription } from './detector-description.ts';
import type { EmbedderDescription } from './embedder-description.ts';
import type { EndpointDescription } from './endpoint-description.ts';
import { ModelDescription } from './model-description.ts';
import type { SegmenterDescription } from './segmenter-description.ts';

export interface LocalSegmenter {
  description: SegmenterDescription;
  encoderFile: string;
  decoderFile: string;
  /** What a further training begins with; undefined: this model cannot be tuned. */
  weightsFile?: string;
}
export interface LocalDetector {
  description: DetectorDescription;
  modelFile: string;
}
/** Makes vectors to compare images by. */
export interface LocalEmbedder {
  description: EmbedderDescription;
  embedderFile: string;
}
/** A model that runs elsewhere. */
export interface EndpointModel {
  description: EndpointDescription;
}
/** A model: its description, and where its files are on this machine. */
export type LocalModel = LocalSegmenter | LocalDetector | LocalEmbedder | EndpointModel;

export interface ModelLibrary {
  list: () => Promise<LocalModel[]>;
  /** @throws NotFound @throws ModelUnusable when its description cannot be read */
  get: (modelId: string) => Promise<LocalModel>;
}

/** The model that comes with Lapidary. */
export const BUNDLED_MODELS = fileURLToPath(new URL('../../models/sam', import.meta.url));

/** Models in folders: every `<folder>/<id>/model.json`. Earlier folders win. */
export function modelLibrary(folders: string[]): ModelLibrary {
  async function read(folder: string, id: string): Promise<LocalModel | undefined> {
    const home = join(folder, id);
    let text: string;
    try {
      text = await readFile(join(home, 'model.json'), 'utf8');
    } catch {
      return undefined;
    }
    try {
      const description = ModelDescription.parse(JSON.parse(text));
      if (description.id !== id) throw new Error(`it calls itself "${description.id}"`);
      if (description.kind === 'endpoint') return { description };
      if (description.kind === 'detector') {
        return { description, modelFile: join(home, description.files.model.name) };
      }
      if (description.kind === 'embedder') {
        return { description, embedderFile: join(home, description.files.model.name) };
      }
      const { encoder, decoder, weights } = description.files;
      return {
        description,
        encoderFile: join(home, encoder.name),
        decoderFile: join(home, decoder.name),
        ...(weights ? { weightsFile: join(home, weights.name) } : {}),
      };
    } catch (error) {
      throw new ModelUnusable(
        `The description of model "${id}" (model.json) cannot be read.`,
        { modelId: id },
        error,
      );
    }
  }

  async function get(modelId: string): Promise<LocalModel> {
    if (/^[\w-][\w.-]{0,127}$/.test(modelId)) {
      for (const folder of folders) {
        const model = await read(folder, modelId);
        if (model) return model;
      }
    }
    throw new NotFound('model', modelId);
  }

  return {
    get,
    async list() {
      const found = new Map<string, LocalModel>();
      for (const folder of folders) {
        const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
        // What begins with a dot is under way; a model that cannot be read must not hide the others.
        for (const { name } of entries.filter(
          (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
        )) {
          const model = found.has(name) ? undefined : await read(folder, name).catch(() => undefined);
          if (model) found.set(name, model);
        }
      }
      return [...found.values()];
    },
  };
}
