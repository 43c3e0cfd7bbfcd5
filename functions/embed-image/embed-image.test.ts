import { expect, it } from 'vitest';
import type { Asset } from '../../shared/store/records/asset.ts';
import type { Project } from '../../shared/store/records/project.ts';
import { embedImage } from './embed-image.ts';

const asset = { id: 'd.a', datasetId: 'd', key: 'one.jpg', sha256: 'a'.repeat(64) } as Asset;
const project = (id: string, rest: Partial<Project>) => ({ id, status: 'active', ...rest }) as Project;

function world(projects: Project[]) {
  const asked: unknown[] = [];
  return {
    asked,
    deps: {
      assets: { get: async () => asset },
      projects: { listOfDataset: async () => projects },
      chosen: {
        get: async (projectId: string) => ({
          projectId,
          choices: projectId === 'tuned' ? [{ modelId: 'nano-tuned', by: 'x', at: 'x' }] : [],
        }),
      },
      access: {
        activeModelId: async () => 'nano',
        models: {
          encode: async (modelId: string, image: { sha256: string; key?: string }, options?: unknown) => {
            asked.push([modelId, image.sha256, image.key, options]);
            return {} as never;
          },
        },
      },
      blobs: { get: () => Promise.reject(new Error('not read here')) },
      work: (task: () => Promise<void>) => task(),
    },
  };
}

it('asks the model in use of every project that wants it once, behind the clicks of people', async () => {
  const { asked, deps } = world([
    project('plain', { embedsImages: true }),
    project('other', { embedsImages: true }),
    project('tuned', { embedsImages: true }),
    project('not', { embedsImages: false }),
  ]);
  expect(await embedImage({ assetId: asset.id, datasetId: 'd' }, deps)).toEqual({
    modelIds: ['nano', 'nano-tuned'],
  });
  expect(asked).toEqual(
    ['nano', 'nano-tuned'].map((id) => [id, asset.sha256, 'images/d/one.jpg', { priority: 'batch' }]),
  );
});

it('leaves images alone that no project at work wants', async () => {
  const { asked, deps } = world([
    project('not', { embedsImages: false }),
    project('paused', { embedsImages: true, status: 'paused' }),
  ]);
  expect(await embedImage({ assetId: asset.id, datasetId: 'd' }, deps)).toEqual({ modelIds: [] });
  expect(asked).toEqual([]);
});
