import sharp from 'sharp';
import { apiClient, type ApiClient } from './api-client.ts';
import type { RunningLapidary } from './start-lapidary.ts';

export const PASSWORD = 'correct horse battery staple';

interface Named {
  id: string;
}

export interface SeededProject {
  admin: ApiClient;
  annotator: ApiClient;
  reviewer: ApiClient;
  projectId: string;
  datasetId: string;
  /** Class ids by shape. */
  classOf: Record<string, string>;
}

const CLASSES = [
  ['box', 'Vehicle', '#e69f00'],
  ['rotatedBox', 'Sign', '#d55e00'],
  ['polygon', 'Building', '#56b4e9'],
  ['polyline', 'Kerb', '#4477dd'],
  ['keypoints', 'Person', '#f0e442'],
  ['mask', 'Sky', '#009e73'],
  ['ellipse', 'Wheel', '#cc79a7'],
  ['cuboid2d', 'Van', '#66c2a5'],
] as const;

const WORKFLOW = {
  name: 'Label and review',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'annotate' }] },
    { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: [{ name: 'submitted', to: 'review' }] },
    {
      id: 'review',
      kind: 'review',
      name: 'Review',
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
  ],
};

/** A picture of two flat halves, so that the magic wand has something to find. */
function picture(width: number, height: number, exifOrientation: number): Promise<Buffer> {
  const left = {
    input: { create: { width: width >> 1, height, channels: 3 as const, background: '#3366aa' } },
  };
  return sharp({ create: { width, height, channels: 3, background: '#ddcc88' } })
    .composite([{ ...left, left: 0, top: 0 }])
    .withMetadata({ orientation: exifOrientation })
    .png()
    .toBuffer();
}

export interface SeedImage {
  key: string;
  /** As stored, before its EXIF orientation is applied. */
  width: number;
  height: number;
  exifOrientation?: number;
  /** The file itself, instead of a drawn picture. */
  bytes?: Uint8Array;
}

/**
 * A project with one class of every shape, an annotator and a reviewer, and a task per image. Another `workflow` calls
 * its first stage of work `annotate`.
 */
export async function seedProject(
  host: RunningLapidary,
  images: SeedImage[],
  workflowContent: object = WORKFLOW,
): Promise<SeededProject> {
  const admin = await apiClient(host.origin, { token: new URL(host.link).hash.slice(1) });
  const invite = async (name: string, email: string) =>
    (await admin.call<{ user: Named }>('POST', 'users', { name, email, password: PASSWORD })).user.id;
  const ana = await invite('Ana Ruiz', 'ana@example.org');
  const ben = await invite('Ben Okafor', 'ben@example.org');
  const { id: datasetId } = await admin.call<Named>('POST', 'datasets', { name: 'Street photographs' });
  for (const { key, width, height, exifOrientation = 1, bytes: given } of images) {
    const bytes = given ?? (await picture(width, height, exifOrientation));
    const ticket = await admin.call<{ url: string; method: string; headers: Record<string, string> }>(
      'POST',
      'uploads',
      {
        datasetId,
        key,
        size: bytes.length,
        contentType: 'image/png',
      },
    );
    const sent = await fetch(new URL(ticket.url, host.origin), {
      method: ticket.method,
      headers: ticket.headers,
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`The upload of ${key} was refused: ${sent.status}`);
  }
  const ontology = await admin.call<Named>('POST', 'ontologies', {
    name: 'Street scenes',
    classes: CLASSES.map(([shape, name, color]) => ({
      id: `class-${shape}`,
      name,
      shape,
      color,
      ...(shape === 'keypoints'
        ? {
            skeleton: {
              points: [{ name: 'Head' }, { name: 'Left hand' }, { name: 'Right hand' }],
              edges: [
                [0, 1],
                [0, 2],
              ],
            },
          }
        : {}),
    })),
    classifications: [
      {
        id: 'weather',
        name: 'Weather',
        attributes: [
          {
            id: 'weather-now',
            name: 'Weather',
            type: 'radio',
            options: [
              { id: 'dry', name: 'Dry' },
              { id: 'rain', name: 'Rain' },
            ],
          },
        ],
      },
    ],
  });
  const workflow = await admin.call<Named>('POST', 'workflows', workflowContent);
  const { id: projectId } = await admin.call<Named>('POST', 'projects', {
    name: 'City streets',
    datasetIds: [datasetId],
    ontologyId: ontology.id,
    workflowId: workflow.id,
  });
  await admin.call('PUT', `members/${projectId}/${ana}`, { role: 'annotator' });
  await admin.call('PUT', `members/${projectId}/${ben}`, { role: 'reviewer' });
  await waitForTasks(admin, projectId, images.length);
  return {
    admin,
    annotator: await apiClient(host.origin, { email: 'ana@example.org', password: PASSWORD }),
    reviewer: await apiClient(host.origin, { email: 'ben@example.org', password: PASSWORD }),
    projectId,
    datasetId,
    classOf: Object.fromEntries(CLASSES.map(([shape]) => [shape, `class-${shape}`])),
  };
}

async function waitForTasks(admin: ApiClient, projectId: string, count: number): Promise<void> {
  for (let round = 0; round < 150; round++) {
    const { items } = await admin.call<{ items: unknown[] }>(
      'GET',
      `tasks?projectId=${projectId}&stageId=annotate`,
    );
    if (items.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The images have not become tasks within 15 seconds.');
}
