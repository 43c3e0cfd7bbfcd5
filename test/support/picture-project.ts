import sharp from 'sharp';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import type { TestApi } from './start-api.ts';

/** Noise in one colour: sharp, and unlike any other seed. */
export function noisePicture(seed: number, tint: [number, number, number]): Promise<Buffer> {
  const pixels = Buffer.alloc(96 * 96 * 3);
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = Math.min(255, tint[i % 3] + (state >>> 26) + (((i / 3) % 96) * seed) / 8);
  }
  return sharp(pixels, { raw: { width: 96, height: 96, channels: 3 } })
    .png()
    .toBuffer();
}

/** A project with one empty dataset whose images are annotated and then complete. */
export async function pictureProject(api: TestApi, projectId: string): Promise<{ datasetId: string }> {
  const by = 'admin';
  const datasetId = (await api.asAdmin('POST', '/v1/datasets', { name: 'Trays' })).body.id;
  await ontologyStore(api.store).create({
    id: 'o',
    name: 'Gems',
    by,
    content: {
      classes: [],
      classifications: [
        {
          id: 'hue',
          name: 'Hue',
          archived: false,
          attributes: [
            {
              id: 'hue.is',
              name: 'is',
              type: 'radio',
              required: false,
              archived: false,
              options: ['Red', 'Blue'].map((name) => ({ id: name, name, archived: false, attributes: [] })),
            },
          ],
        },
      ],
    },
  });
  const stage = { settings: {}, pathways: [] as { name: string; to: string }[] };
  await workflowStore(api.store).create({
    id: 'w',
    name: 'Straight',
    by,
    content: {
      name: 'Straight',
      stages: [
        { ...stage, id: 's', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'a' }] },
        { ...stage, id: 'a', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'c' }] },
        { ...stage, id: 'c', kind: 'complete', name: 'Complete' },
      ],
    } as never,
  });
  await projectStore(api.store).create({
    id: projectId,
    name: 'Gems',
    datasetIds: [datasetId],
    ontologyId: 'o',
    workflowId: 'w',
    workflowRevision: 1,
    status: 'active',
    rejectionReasons: [],
    createdBy: by,
  });
  return { datasetId };
}
