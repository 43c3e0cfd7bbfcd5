import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { planDemoImages, type DemoImagePlan } from '../../../shared/demo/plan-demo-images.ts';
import { DemoFailed } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/log.ts';
import type { Asset } from '../../../shared/store/records/asset.ts';
import { startHost } from '../host.ts';
import { signInByLink, type ApiClient } from '../../../shared/client/api-client.ts';
import { createDemoProject, type DemoProject } from './create-demo-project.ts';
import { workOnce, type DemoTally, type DemoWork } from './demo-worker.ts';
import { uploadImages } from './upload-images.ts';
import { waitForJob } from '../../../shared/client/wait-for-job.ts';

export interface DemoOptions {
  images: number;
  seed: number;
  /** Keep the data of the temporary host. */
  keep: boolean;
  webFolder: string;
  log: Log;
  onProgress?: (phase: string, done: number, total: number) => void;
}

/** What `lapidary demo --json` prints. */
export interface DemoResult {
  images: number;
  quarantined: number;
  /** Tasks by the stage in which they ended. */
  tasks: Record<string, number>;
  /** Labelled objects in the export. */
  objects: number;
  /** The COCO file; it stays after the demo. */
  export: string;
  seconds: number;
  planted: Record<string, number>;
  work: DemoTally;
  routes: Record<string, number>;
  snapshot: { id: string; sha256: string; counts: Record<string, number> };
  quarantine: { name: string; reason: string }[];
  /** Where the host's data is, with `keep`. */
  data?: string;
}

/**
 * The whole loop, unattended, on a host of its own that nobody else reaches: upload, ingest, triage, annotation,
 * routing, review, correction, snapshot and export, all through the API that people and programs use.
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const begun = performance.now();
  const progress = options.onProgress ?? (() => {});
  const home = await mkdtemp(join(tmpdir(), 'lapidary-demo-'));
  const dataFolder = join(home, 'data');
  const host = await startHost({ dataFolder, port: 0, webFolder: options.webFolder, log: options.log });
  try {
    const [, linkToken] = (await host.signInUrl()).split('#');
    const admin = await signInByLink(host.url, linkToken);
    const project = await createDemoProject(host.url, admin);
    const plans = planDemoImages({ images: options.images, seed: options.seed });
    let uploaded = 0;
    const truths = await uploadImages(admin, project.datasetId, plans, () =>
      progress('Rendering and uploading', ++uploaded, plans.length),
    );
    const ready = await waitForIngest(admin, project.datasetId, plans.length, progress);
    const tally: DemoTally = { submitted: 0, approved: 0, sentBack: 0, archived: {}, reasons: {} };
    const work: DemoWork = {
      projectId: project.projectId,
      truths,
      seed: options.seed,
      seenContents: new Map(),
      tally,
    };
    const tasks = await workUntilDone(admin, project, work, ready, progress);
    progress('Freezing and exporting', 0, 2);
    const snapshot = await freeze(admin, project.projectId);
    progress('Freezing and exporting', 1, 2);
    const exported = await exportAll(admin, project.projectId, snapshot.id, home);
    progress('Freezing and exporting', 2, 2);
    return {
      images: options.images,
      quarantined: options.images - ready,
      tasks: { complete: 0, archive: 0, ...tasks },
      objects: exported.objects,
      export: exported.file,
      seconds: Math.round((performance.now() - begun) / 100) / 10,
      planted: countFaults(plans),
      work: tally,
      routes: await countRoutes(admin, project.projectId),
      snapshot,
      quarantine: await listQuarantine(admin, project.datasetId),
      ...(options.keep ? { data: dataFolder } : {}),
    };
  } finally {
    await host.close();
    if (!options.keep) await rm(dataFolder, { recursive: true, force: true });
  }
}

function countFaults(plans: readonly DemoImagePlan[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fault } of plans) if (fault !== undefined) counts[fault] = (counts[fault] ?? 0) + 1;
  return counts;
}

/** Images that can be labelled, once every upload has been judged. */
async function waitForIngest(
  admin: ApiClient,
  datasetId: string,
  images: number,
  progress: (phase: string, done: number, total: number) => void,
): Promise<number> {
  for (;;) {
    const { body } = await admin.call<{ counts: Record<string, number> }>('GET', `datasets/${datasetId}`);
    const { ready, quarantined } = body.counts;
    progress('Reading images', ready + quarantined, images);
    if (ready + quarantined >= images) return ready;
    await sleep(300);
  }
}

async function stageTotals(client: ApiClient, projectId: string): Promise<Record<string, number>> {
  const { body } = await client.call<{ stages: Record<string, { total: number }> }>(
    'GET',
    `projects/${projectId}/counts`,
  );
  return Object.fromEntries(
    Object.entries(body.stages).flatMap(([stage, { total }]) => (total > 0 ? [[stage, total]] : [])),
  );
}

async function workUntilDone(
  admin: ApiClient,
  project: DemoProject,
  work: DemoWork,
  expected: number,
  progress: (phase: string, done: number, total: number) => void,
): Promise<Record<string, number>> {
  const state = { isDone: false };
  const workers = project.team.map(async (member) => {
    while (!state.isDone) {
      let didSomething = false;
      for (const stageId of member.person.stages) {
        didSomething = (await workOnce(work, member, stageId)) || didSomething;
      }
      if (!didSomething) await sleep(300);
    }
  });
  const watch = async (): Promise<Record<string, number>> => {
    for (;;) {
      const totals = await stageTotals(admin, work.projectId);
      const ended = (totals.complete ?? 0) + (totals.archive ?? 0);
      progress('Labelling and reviewing', ended, expected);
      if (ended >= expected) return totals;
      await sleep(700);
    }
  };
  try {
    // A worker that fails ends the demo at once instead of leaving it to wait for ever.
    const failed = Promise.all(workers).then(() => watch());
    return await Promise.race([watch(), failed]);
  } finally {
    state.isDone = true;
    await Promise.allSettled(workers);
  }
}

async function freeze(admin: ApiClient, projectId: string): Promise<DemoResult['snapshot']> {
  const { body } = await admin.call<{ job: { id: string }; snapshot: { id: string } }>('POST', 'snapshots', {
    projectId,
    name: 'First harvest',
    splits: { train: 0.7, val: 0.2, test: 0.1 },
  });
  await waitForJob(admin, body.job.id);
  const { body: sealed } = await admin.call<{ sha256: string; counts: Record<string, number> }>(
    'GET',
    `snapshots/${body.snapshot.id}`,
  );
  return { id: body.snapshot.id, sha256: sealed.sha256, counts: sealed.counts };
}

interface CocoFile {
  name: string;
  content: Uint8Array;
  objects: number;
}

/** The COCO files of a finished export, unpacked. */
async function exportCoco(
  admin: ApiClient,
  what: { projectId: string } | { snapshotId: string },
): Promise<CocoFile[]> {
  const { body: job } = await admin.call<{ id: string }>('POST', 'exports', { ...what, format: 'coco' });
  await waitForJob(admin, job.id);
  const { body } = await admin.call<{ downloadUrl: string; fileName: string }>('GET', `exports/${job.id}`);
  const bytes = new Uint8Array(await (await fetch(body.downloadUrl)).arrayBuffer());
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const files = isZip ? Object.entries(unzipSync(bytes)) : [[body.fileName, bytes] as const];
  return files.flatMap(([name, content]) => {
    if (!name.endsWith('.json')) return [];
    const { annotations } = JSON.parse(new TextDecoder().decode(content)) as { annotations?: unknown[] };
    return Array.isArray(annotations) ? [{ name: basename(name), content, objects: annotations.length }] : [];
  });
}

/** The snapshot by split, and all of it in one file. @throws DemoFailed when they do not hold the same objects */
async function exportAll(admin: ApiClient, projectId: string, snapshotId: string, home: string) {
  const [bySplit, [whole]] = await Promise.all([
    exportCoco(admin, { snapshotId }),
    exportCoco(admin, { projectId }),
  ]);
  const inSplits = bySplit.reduce((sum, { objects }) => sum + objects, 0);
  if (whole === undefined || inSplits !== whole.objects) {
    throw new DemoFailed(
      `The snapshot's export has ${inSplits} objects, the project's ${whole?.objects ?? 0}.`,
    );
  }
  for (const { name, content } of bySplit) await writeFile(join(home, name), content);
  const file = join(home, 'instances.json');
  await writeFile(file, whole.content);
  return { file, objects: whole.objects };
}

/** How many tasks took each pathway of the router, from the stored decisions. */
async function countRoutes(admin: ApiClient, projectId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let pageToken: string | undefined;
  do {
    const { body } = await admin.call<{ items: { id: string }[]; nextPageToken?: string }>(
      'GET',
      `tasks?projectId=${projectId}&limit=100${pageToken ? `&pageToken=${encodeURIComponent(pageToken)}` : ''}`,
    );
    const countOne = async ({ id }: { id: string }) => {
      const { body: route } = await admin.call<{ decisions: { pathway: string; stageId: string }[] }>(
        'GET',
        `tasks/${id}/route`,
      );
      const decision = route.decisions.find(({ stageId }) => stageId === 'sample');
      if (decision?.pathway !== undefined) counts[decision.pathway] = (counts[decision.pathway] ?? 0) + 1;
    };
    await Promise.all(body.items.map(countOne));
    pageToken = body.nextPageToken;
  } while (pageToken !== undefined);
  return counts;
}

async function listQuarantine(admin: ApiClient, datasetId: string): Promise<DemoResult['quarantine']> {
  const { body } = await admin.call<{ items: Asset[] }>(
    'GET',
    `assets?datasetId=${datasetId}&status=quarantined`,
  );
  return body.items.map(({ name, reason = '' }) => ({ name, reason }));
}
