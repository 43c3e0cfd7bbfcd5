import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, NotFound, NotReady } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { TaskSelection } from '../../../shared/jobs/job-input.ts';
import type { FreezeSnapshotInput, RestoreSnapshotInput } from '../../../shared/jobs/job-input.ts';
import { SnapshotFilter } from '../../../shared/jobs/snapshot-filter.ts';
import { collectionStore } from '../../../shared/store/collection-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import type { Snapshot } from '../../../shared/store/records/snapshot.ts';
import { snapshotStore } from '../../../shared/store/snapshot-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { compareSnapshots, SnapshotComparison } from '../snapshots/compare-snapshots.ts';
import { startJob } from '../start-job.ts';

const SnapshotAnswer = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    note: z.string().optional(),
    /** Which of the project's images it takes; left out: all. */
    filter: SnapshotFilter.optional(),
    /** `sealed`: complete, and never changed again. */
    status: z.enum(['freezing', 'sealed', 'failed']),
    /** The shares that were asked for. */
    splits: z.record(z.string(), z.number()),
    /** Images and objects, and images per split. */
    counts: z.record(z.string(), z.number()),
    /** Changes when any pixel, label or split of any image does. */
    sha256: z.string().optional(),
    ontologyId: z.string(),
    ontologyRevision: z.number(),
    createdBy: z.string(),
    createdAt: z.string(),
    sealedAt: z.string().optional(),
  })
  .meta({ id: 'Snapshot' });

const Share = z.number().min(0).max(1);
const NewSnapshot = z.strictObject({
  projectId: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(256),
  /** What it is for. */
  note: z.string().trim().max(2_000).optional(),
  /** Only images for which all of this holds. */
  filter: SnapshotFilter.optional(),
  /** Shares of the images; copies and images that look the same never part. */
  splits: z
    .strictObject({ train: Share, val: Share, test: Share })
    .refine(({ train, val, test }) => Math.abs(train + val + test - 1) < 1e-6, 'The shares must sum to 1.')
    .optional(),
  /** The same seed deals the same images the same way. */
  seed: z.int().min(0).max(0x7fffffff).default(1),
  /** Share every class out alike. */
  stratify: z.boolean().default(true),
  include: TaskSelection.default('completed'),
});

const tags = ['snapshots'];
const params = z.object({ snapshotId: z.string().min(1).max(256) });
const createSnapshot = createRoute({
  method: 'post',
  path: '/snapshots',
  tags,
  summary: "Freeze a project's labels as they are now",
  request: { body: jsonBody(NewSnapshot) },
  responses: {
    202: json(z.object({ job: JobAnswer, snapshot: SnapshotAnswer }), 'The job does it.'),
    ...problems,
  },
});
const listSnapshots = createRoute({
  method: 'get',
  path: '/snapshots',
  tags,
  summary: 'Snapshots of a project, the newest first',
  request: { query: z.object({ ...pageQuery, projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(pageOf(SnapshotAnswer), 'A page of snapshots.'), ...problems },
});
const getSnapshot = createRoute({
  method: 'get',
  path: '/snapshots/{snapshotId}',
  tags,
  summary: 'One snapshot',
  request: { params },
  responses: { 200: json(SnapshotAnswer, 'The snapshot.'), ...problems },
});
const compare = createRoute({
  method: 'get',
  path: '/snapshots/{snapshotId}/diff',
  tags,
  summary: 'What is different in this snapshot: images and objects added, removed, changed, per class',
  request: {
    params,
    query: z.object({ against: z.string().min(1).max(256).describe('The earlier snapshot.') }),
  },
  responses: { 200: json(SnapshotComparison, 'The difference.'), ...problems },
});
const restore = createRoute({
  method: 'post',
  path: '/snapshots/{snapshotId}/restore',
  tags,
  summary: 'Bring its labels back as new revisions; what was saved since stays in the history',
  request: { params },
  responses: { 202: json(JobAnswer, 'The job does it.'), ...problems },
});

export function snapshotRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const snapshots = snapshotStore(deps.store);
  const projects = projectStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const collections = collectionStore(deps.store);

  async function visible(user: SignedInUser, snapshotId: string): Promise<Snapshot> {
    const snapshot = await snapshots.get(snapshotId);
    await access.require(user, snapshot.projectId, 'viewProject').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('snapshot', snapshotId) : error;
    });
    return snapshot;
  }

  return newRouter()
    .openapi(createSnapshot, async (c) => {
      const { projectId, name, note, filter, splits, seed, stratify, include } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'exportLabels');
      const project = await projects.get(projectId);
      const ontology = await ontologies.get(project.ontologyId);
      if (filter?.collectionId !== undefined) {
        const { projectId: owner } = await collections.get(filter.collectionId);
        if (owner !== projectId) throw new NotFound('collection', filter.collectionId);
      }
      const { classes, classifications } = ontology.content;
      const known = new Set([...classes, ...classifications].map(({ id }) => id));
      const unknown = filter?.classIds?.find((id) => !known.has(id));
      if (unknown !== undefined)
        throw new InvalidInput(`The project's ontology has no class "${unknown}".`, {
          path: 'filter.classIds',
        });
      const snapshot = await snapshots.create({
        id: `${projectId}.${newId(deps.store.now())}`,
        projectId,
        name,
        ...(note === undefined || note === '' ? {} : { note }),
        ...(filter ? { filter } : {}),
        splits: splits ?? {},
        ontologyId: ontology.id,
        ontologyRevision: ontology.revision,
        createdBy: c.var.user.id,
      });
      const input: FreezeSnapshotInput = {
        projectId,
        snapshotId: snapshot.id,
        include,
        filter,
        splits,
        seed,
        stratify,
      };
      const job = await startJob(deps, {
        ownerId: projectId,
        kind: 'freeze-snapshot',
        input,
        createdBy: c.var.user.id,
      });
      return c.json({ job: jobAnswer(job), snapshot: SnapshotAnswer.parse(snapshot) }, 202);
    })
    .openapi(listSnapshots, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      const { items, nextPageToken } = await snapshots.list(query);
      return c.json({ items: items.map((one) => SnapshotAnswer.parse(one)), nextPageToken }, 200);
    })
    .openapi(getSnapshot, async (c) => {
      const { snapshotId } = c.req.valid('param');
      return c.json(SnapshotAnswer.parse(await visible(c.var.user, snapshotId)), 200);
    })
    .openapi(compare, async (c) => {
      const after = await visible(c.var.user, c.req.valid('param').snapshotId);
      const before = await visible(c.var.user, c.req.valid('query').against);
      if (before.projectId !== after.projectId) {
        throw new InvalidInput('Only snapshots of one project are compared.', { path: 'against' });
      }
      return c.json(await compareSnapshots(before, after, deps.blobs), 200);
    })
    .openapi(restore, async (c) => {
      const snapshot = await visible(c.var.user, c.req.valid('param').snapshotId);
      await access.require(c.var.user, snapshot.projectId, 'changeProject');
      if (snapshot.status !== 'sealed') throw new NotReady('The snapshot', snapshot.status);
      const input: RestoreSnapshotInput = { projectId: snapshot.projectId, snapshotId: snapshot.id };
      const job = await startJob(deps, {
        ownerId: snapshot.projectId,
        kind: 'restore-snapshot',
        input,
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    });
}
