import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { CurationPlan } from '../../../shared/curation/curation-plan.ts';
import { newId } from '../../../shared/ids.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { datasetStore } from '../../../shared/store/dataset-store.ts';
import { jobStore } from '../../../shared/store/job-store.ts';
import { memberStore } from '../../../shared/store/member-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { Project, ProjectStatus } from '../../../shared/store/records/project.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../../shared/store/workflow-store.ts';
import { TaskStatus } from '../../../shared/workflow/task.ts';
import { Role } from '../../../shared/workflow/role.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { cancelJob } from '../cancel-job.ts';
import { datasetAccess } from '../dataset-access.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { etagOf, requireIfMatch } from '../revision.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startEmbeddingImages } from '../start-embedding-images.ts';
import { startJob } from '../start-job.ts';

const Id = z.string().min(1).max(256);
const Name = z.string().trim().min(1).max(256);
const DatasetIds = z.array(Id).max(100);
const Reasons = z.array(z.string().trim().min(1).max(500)).max(200);
const Views = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1).max(100),
      state: z
        .record(z.string().max(100), z.unknown())
        .refine((state) => JSON.stringify(state).length <= 4000, 'A view has at most 4,000 characters.'),
    }),
  )
  .max(50);
const ProjectAnswer = Project.extend({ role: Role.optional().describe('Yours.') }).meta({ id: 'Project' });
const Counts = z
  .object({ stages: z.record(z.string(), z.record(z.string(), z.number())) })
  .meta({ id: 'ProjectCounts' });

/** What reviewers are offered until a project says otherwise. */
const DEFAULT_REASONS = ['Wrong class', 'Loose outline', 'Missing object', 'Extra object', 'Wrong attribute'];

const tags = ['projects'];
const params = z.object({ projectId: Id });

const list = createRoute({
  method: 'get',
  path: '/projects',
  tags,
  summary: 'Your projects',
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(ProjectAnswer), 'A page of projects.'), ...problems },
});
const create = createRoute({
  method: 'post',
  path: '/projects',
  tags,
  summary: 'Start a project; every ready image of its datasets gets a task',
  request: {
    body: jsonBody(
      z.strictObject({
        name: Name,
        description: z.string().trim().max(5000).optional(),
        datasetIds: DatasetIds,
        ontologyId: Id,
        workflowId: Id,
        rejectionReasons: Reasons.default(DEFAULT_REASONS),
      }),
    ),
  },
  responses: { 201: json(ProjectAnswer, 'The project.'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/projects/{projectId}',
  tags,
  summary: 'One project',
  request: { params },
  responses: { 200: json(ProjectAnswer, 'The project.'), ...problems },
});
const change = createRoute({
  method: 'patch',
  path: '/projects/{projectId}',
  tags,
  summary: 'Rename, pause, resume, attach datasets, publish another workflow revision for new tasks',
  request: {
    params,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: jsonBody(
      z.strictObject({
        name: Name.optional(),
        description: z.string().trim().max(5000).optional(),
        datasetIds: DatasetIds.optional(),
        ontologyId: Id.optional(),
        workflowId: Id.optional(),
        workflowRevision: z.number().int().min(1).optional(),
        status: ProjectStatus.optional(),
        rejectionReasons: Reasons.optional(),
        embedsImages: z
          .boolean()
          .optional()
          .describe(
            'Compute embeddings of all images, now and as new ones arrive, so that the first click is quick.',
          ),
        views: Views.optional().describe('Kept looks at the images.'),
        curation: CurationPlan.optional().describe('When and how the project looks at its images by itself.'),
      }),
    ),
  },
  responses: { 200: json(ProjectAnswer, 'The project after the change.'), ...problems },
});
const remove = createRoute({
  method: 'delete',
  path: '/projects/{projectId}',
  tags,
  summary: 'Delete a project with its tasks and their labels; images, ontology and workflow stay',
  request: { params },
  responses: { 204: empty('Deleted; its tasks go by a job.'), ...problems },
});
const counts = createRoute({
  method: 'get',
  path: '/projects/{projectId}/counts',
  tags,
  summary: 'How many tasks of each stage have which status',
  request: { params },
  responses: { 200: json(Counts, 'Per stage: every status, and the total.'), ...problems },
});

export function projectRoutes(deps: ApiDeps): ApiRouter {
  const projects = projectStore(deps.store);
  const members = memberStore(deps.store);
  const datasets = datasetStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const workflows = workflowStore(deps.store);
  const tasks = taskStore(deps.store);
  const jobs = jobStore(deps.store);
  const audit = auditStore(deps.store);
  const access = projectAccess(deps);
  const sets = datasetAccess(deps);

  const createTasks = (project: Project, by: string) =>
    startJob(deps, { ownerId: project.id, kind: 'create-project-tasks', input: {}, createdBy: by });

  return newRouter()
    .openapi(list, async (c) => {
      if (!c.var.user.isAdmin) {
        const own = await access.projectsOf(c.var.user);
        return c.json({ items: own.map(({ project, role }) => ({ ...project, role })) }, 200);
      }
      const page = await projects.list(c.req.valid('query'));
      return c.json({ ...page, items: page.items.map((one) => ({ ...one, role: 'admin' as const })) }, 200);
    })
    .openapi(create, async (c) => {
      await access.requireMaker(c.var.user);
      const input = c.req.valid('json');
      const user = c.var.user;
      for (const id of input.datasetIds) {
        await sets.requireView(user, id);
        await sets.requireFill(user, id);
        await datasets.get(id);
      }
      await access.requireInLibrary(user, 'ontology', input.ontologyId, 'viewProject');
      await access.requireInLibrary(user, 'workflow', input.workflowId, 'viewProject');
      await ontologies.get(input.ontologyId);
      const workflow = await workflows.get(input.workflowId);
      const project = await projects.create({
        ...input,
        id: newId(deps.store.now()),
        workflowRevision: workflow.revision,
        status: 'active',
        createdBy: user.id,
      });
      await members.put({ projectId: project.id, userId: user.id, role: 'admin', by: user.id });
      await audit.record({
        projectId: project.id,
        actor: user.id,
        action: 'project.created',
        subjectId: project.id,
        details: { name: project.name, workflowId: workflow.id, workflowRevision: workflow.revision },
      });
      if (project.datasetIds.length > 0) await createTasks(project, user.id);
      c.header('etag', etagOf(project.revision));
      return c.json({ ...project, role: 'admin' as const }, 201);
    })
    .openapi(get, async (c) => {
      const { projectId } = c.req.valid('param');
      const role = await access.require(c.var.user, projectId, 'viewProject');
      const project = await projects.get(projectId);
      c.header('etag', etagOf(project.revision));
      return c.json({ ...project, role }, 200);
    })
    .openapi(change, async (c) => {
      const { projectId } = c.req.valid('param');
      const input = c.req.valid('json');
      const user = c.var.user;
      const isPauseOnly = Object.keys(input).every((name) =>
        ['status', 'rejectionReasons', 'curation', 'embedsImages', 'views'].includes(name),
      );
      const role = await access.require(user, projectId, isPauseOnly ? 'manageTasks' : 'changeProject');
      const ifMatch = c.req.valid('header')['if-match'];
      const before = await projects.get(projectId);
      for (const id of input.datasetIds ?? []) {
        if (before.datasetIds.includes(id)) continue;
        await sets.requireView(user, id);
        await sets.requireFill(user, id);
        await datasets.get(id);
      }
      if (input.ontologyId !== undefined) {
        await access.requireInLibrary(user, 'ontology', input.ontologyId, 'viewProject');
        await ontologies.get(input.ontologyId);
      }
      const published: { workflowRevision?: number } = {};
      if (input.workflowId !== undefined || input.workflowRevision !== undefined) {
        const workflowId = input.workflowId ?? before.workflowId;
        await access.requireInLibrary(user, 'workflow', workflowId, 'viewProject');
        published.workflowRevision = (await workflows.get(workflowId, input.workflowRevision)).revision;
      }
      const base = ifMatch === undefined ? undefined : requireIfMatch(ifMatch);
      const project = await projects.update(projectId, { ...input, ...published }, base);
      await audit.record({
        projectId,
        actor: user.id,
        action: 'project.changed',
        subjectId: projectId,
        change: Object.fromEntries(
          (Object.keys({ ...input, ...published }) as (keyof Project)[]).map((field) => [
            field,
            { before: before[field] ?? null, after: project[field] ?? null },
          ]),
        ),
      });
      const isGrown = project.datasetIds.some((id) => !before.datasetIds.includes(id));
      if (isGrown) await createTasks(project, user.id);
      if (project.embedsImages === true && (isGrown || before.embedsImages !== true))
        await startEmbeddingImages(deps, projectId, user.id);
      c.header('etag', etagOf(project.revision));
      return c.json({ ...project, role }, 200);
    })
    .openapi(remove, async (c) => {
      const { projectId } = c.req.valid('param');
      await access.require(c.var.user, projectId, 'deleteThings');
      const { name, datasetIds } = await projects.get(projectId);
      for (const status of ['queued', 'running'] as const) {
        const { items } = await jobs.list({ ownerId: projectId, status, limit: 500 });
        for (const job of items) if (job.kind !== 'remove-project') await cancelJob(deps, job);
      }
      await audit.record({
        projectId,
        actor: c.var.user.id,
        action: 'project.deleted',
        subjectId: projectId,
        details: { name, datasetIds },
      });
      // Written down first: cut off in between, the job deletes the project all the same.
      await startJob(deps, {
        ownerId: projectId,
        kind: 'remove-project',
        input: {},
        createdBy: c.var.user.id,
      });
      await projects.remove(projectId);
      return c.body(null, 204);
    })
    .openapi(counts, async (c) => {
      const { projectId } = c.req.valid('param');
      await access.require(c.var.user, projectId, 'viewProject');
      const project = await projects.get(projectId);
      const [counted, workflow] = await Promise.all([
        tasks.counts(projectId),
        workflows.document(project.workflowId, project.workflowRevision),
      ]);
      const ids = new Set([...workflow.stages.map((stage) => stage.id), ...Object.keys(counted)]);
      const stages: Record<string, Record<string, number>> = {};
      for (const id of ids) {
        const statuses = Object.fromEntries(
          TaskStatus.options.map((status) => [status, counted[id]?.[status] ?? 0]),
        );
        stages[id] = { ...statuses, total: Object.values(statuses).reduce((sum, n) => sum + n, 0) };
      }
      return c.json({ stages }, 200);
    });
}
