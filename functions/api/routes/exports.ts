import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput, NotFound, NotReady, UnknownDestination } from '../../../shared/errors.ts';
import { FORMAT_NAMES } from '../../../shared/formats/format.ts';
import { FORMATS } from '../../../shared/formats/formats.ts';
import { ExportedImages, ExportPacking, TaskSelection } from '../../../shared/jobs/job-input.ts';
import type { ExportLabelsInput } from '../../../shared/jobs/job-input.ts';
import { jobStore } from '../../../shared/store/job-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { snapshotStore } from '../../../shared/store/snapshot-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiEnv, ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const LINK_SECONDS = 15 * 60;

const NewExport = z
  .strictObject({
    /** Either a project, as it is now, … */
    projectId: z.string().min(1).max(128).optional(),
    /** … or a snapshot, as it was frozen. */
    snapshotId: z.string().min(1).max(256).optional(),
    format: z.enum(FORMAT_NAMES),
    /** Choices of the format, by name. */
    settings: z.record(z.string().max(64), z.string().max(256)).default({}),
    /** Images beside the labels: none, the files, or `image-links.csv` with links that work for a week at most. */
    images: ExportedImages.default('none'),
    /**
     * To download: one file or a ZIP. Or a folder: every file as it is under one prefix of the bucket. Left out: `zip`, but
     * `folder` at a destination.
     */
    packing: ExportPacking.optional(),
    /** A name of `GET /v1/export-destinations`: the files go there, into a folder of the job's own. */
    destination: z.string().min(1).max(64).optional(),
    /** Of a project: tasks that came through the workflow, or all with labels. */
    include: TaskSelection.default('completed'),
    /** Only say how much would be written and what the format cannot hold: no file is made. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ projectId, snapshotId }) => (projectId === undefined) !== (snapshotId === undefined), {
    message: 'Name a project or a snapshot, and not both.',
    path: ['projectId'],
  })
  .refine(({ destination, packing }) => destination === undefined || packing !== 'zip', {
    message: 'Files go to a destination as they are: leave this out, or say "folder".',
    path: ['packing'],
  });

const Download = z
  .object({
    /** Works for 15 minutes. */
    downloadUrl: z.string(),
    fileName: z.string(),
    /** Bytes. */
    size: z.number(),
  })
  .meta({ id: 'Download' });

const ExportedFile = z
  .object({
    /** Below the folder of the export. */
    path: z.string(),
    /** Bytes. */
    size: z.number(),
    /** Works for 15 minutes. */
    downloadUrl: z.string(),
  })
  .meta({ id: 'ExportedFile' });

const tags = ['exports'];
const createExport = createRoute({
  method: 'post',
  path: '/exports',
  tags,
  summary: 'Export labels in one of the known formats',
  request: { body: jsonBody(NewExport) },
  responses: { 202: json(JobAnswer, 'The job does it.'), ...problems },
});
const getExport = createRoute({
  method: 'get',
  path: '/exports/{jobId}',
  tags,
  summary: 'Get a link to the finished file',
  request: { params: z.object({ jobId: z.string().min(1).max(256) }) },
  responses: { 200: json(Download, 'The link.'), ...problems },
});

const listFiles = createRoute({
  method: 'get',
  path: '/exports/{jobId}/files',
  tags,
  summary: 'Files of an export that was asked for as a folder, with links to them',
  request: { params: z.object({ jobId: z.string().min(1).max(256) }), query: z.object(pageQuery) },
  responses: { 200: json(pageOf(ExportedFile), 'A page of files.'), ...problems },
});

export function exportRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const jobs = jobStore(deps.store);
  const projects = projectStore(deps.store);
  const snapshots = snapshotStore(deps.store);
  const ontologies = ontologyStore(deps.store);

  async function inputOf(asked: z.infer<typeof NewExport>): Promise<ExportLabelsInput> {
    const { snapshotId, format, settings, images, include, dryRun, destination } = asked;
    const snapshot = snapshotId === undefined ? undefined : await snapshots.get(snapshotId);
    if (snapshot && snapshot.status !== 'sealed') throw new NotReady('The snapshot', snapshot.status);
    const project = await projects.get(snapshot?.projectId ?? asked.projectId ?? '');
    const revision = snapshot?.ontologyRevision ?? (await ontologies.get(project.ontologyId)).revision;
    return {
      projectId: project.id,
      snapshotId,
      include,
      format,
      settings,
      images,
      packing: asked.packing ?? (destination === undefined ? 'zip' : 'folder'),
      destination,
      dryRun,
      ontologyId: snapshot?.ontologyId ?? project.ontologyId,
      ontologyRevision: revision,
    };
  }

  const link = (key: string): Promise<string> =>
    deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });

  async function finished(user: ApiEnv['Variables']['user'], jobId: string) {
    const job = await jobs.get(jobId);
    if (job.kind !== 'export-labels') throw new NotFound('export', jobId);
    await access.require(user, job.ownerId, 'exportLabels');
    const result = job.result ?? {};
    if (typeof result.location === 'string')
      throw new InvalidInput(
        `This export was written to ${result.location}: fetch it there. Lapidary may not read it.`,
      );
    if (job.status !== 'succeeded' || (result.file === undefined && result.folder === undefined))
      throw new NotReady('The export', job.status);
    return result;
  }

  return newRouter()
    .openapi(createExport, async (c) => {
      const asked = c.req.valid('json');
      const projectId = asked.projectId ?? (asked.snapshotId ?? '').split('.')[0];
      await access.require(c.var.user, projectId, 'exportLabels');
      if (!FORMATS[asked.format]?.serialize) {
        throw new InvalidInput(`Labels cannot be written as "${asked.format}"; choose another format.`, {
          issues: [{ path: 'format', message: 'Read only.' }],
        });
      }
      const { destination } = asked;
      const names = deps.destinations.list().map(({ name }) => name);
      if (destination !== undefined && !names.includes(destination))
        throw new UnknownDestination(destination, names);
      const input = await inputOf(asked);
      const job = await startJob(deps, {
        ownerId: input.projectId,
        kind: 'export-labels',
        input,
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    })
    .openapi(getExport, async (c) => {
      const { jobId } = c.req.valid('param');
      const { file, folder, size } = await finished(c.var.user, jobId);
      if (typeof folder === 'string')
        throw new InvalidInput(
          `This export is a folder; its files are listed at /v1/exports/${jobId}/files.`,
        );
      const fileName = String(file);
      const downloadUrl = await link(blobKeys.exportFile(jobId, fileName));
      return c.json({ downloadUrl, fileName, size: Number(size) }, 200);
    })
    .openapi(listFiles, async (c) => {
      const { jobId } = c.req.valid('param');
      const { folder } = await finished(c.var.user, jobId);
      if (typeof folder !== 'string') throw new InvalidInput('This export is one file, not a folder.');
      const { limit, pageToken } = c.req.valid('query');
      const after = pageToken === undefined ? {} : { after: Buffer.from(pageToken, 'base64url').toString() };
      const { items, next } = await deps.blobs.list(folder, { limit, ...after });
      const files = items.map(async ({ key, size }) => ({
        path: key.slice(folder.length),
        size,
        downloadUrl: await link(key),
      }));
      const nextPageToken = next === undefined ? undefined : Buffer.from(next).toString('base64url');
      return c.json({ items: await Promise.all(files), nextPageToken }, 200);
    });
}
