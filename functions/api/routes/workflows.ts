import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { newId } from '../../../shared/ids.ts';
import { workflowStore } from '../../../shared/store/workflow-store.ts';
import { requireSoundWorkflow } from '../../../shared/workflow/require-sound-workflow.ts';
import { simulateWorkflow } from '../../../shared/workflow/simulate-workflow.ts';
import { WORKFLOW_TEMPLATES } from '../../../shared/workflow/templates.ts';
import { validateWorkflow } from '../../../shared/workflow/validate-workflow.ts';
import { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { etagOf, requireIfMatch } from '../revision.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { requirePublicTarget } from '../../send-webhooks/require-public-target.ts';
import { SimulationAnswer } from '../simulation-answer.ts';

const Document = WorkflowDocument.meta({ id: 'WorkflowDocument' });
const WorkflowAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    revision: z.number(),
    document: Document,
    savedBy: z.string(),
    savedAt: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'Workflow' });
const ProblemAnswer = z
  .object({
    code: z.string(),
    stageId: z.string().optional(),
    pathway: z.string().optional(),
    message: z.string(),
  })
  .meta({ id: 'WorkflowProblem' });

const tags = ['workflows'];
const params = z.object({ workflowId: z.string().min(1).max(128) });

const list = createRoute({
  method: 'get',
  path: '/workflows',
  tags,
  summary: 'Workflows that you may see',
  request: { query: z.object(pageQuery) },
  responses: {
    200: json(
      pageOf(z.object({ id: z.string(), name: z.string(), revision: z.number(), savedAt: z.string() })),
      'A page of workflows.',
    ),
    ...problems,
  },
});
const create = createRoute({
  method: 'post',
  path: '/workflows',
  tags,
  summary: 'Publish a new workflow',
  request: { body: jsonBody(Document) },
  responses: { 201: json(WorkflowAnswer, 'Revision 1.'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/workflows/{workflowId}',
  tags,
  summary: 'One workflow, at its newest or a certain revision',
  request: { params, query: z.object({ revision: z.coerce.number().int().min(1).optional() }) },
  responses: { 200: json(WorkflowAnswer, 'The workflow.'), ...problems },
});
const put = createRoute({
  method: 'put',
  path: '/workflows/{workflowId}',
  tags,
  summary: 'Publish the next revision; running tasks stay on theirs',
  request: {
    params,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: jsonBody(Document),
  },
  responses: { 200: json(WorkflowAnswer, 'The new revision.'), ...problems },
});
const validate = createRoute({
  method: 'post',
  path: '/workflows/validate',
  tags,
  summary: 'What keeps this graph from being published?',
  request: { body: jsonBody(Document) },
  responses: {
    200: json(
      z.object({ valid: z.boolean(), problems: z.array(ProblemAnswer) }),
      'Every finding with its fix.',
    ),
    ...problems,
  },
});
const simulate = createRoute({
  method: 'post',
  path: '/workflows/simulate',
  tags,
  summary: 'Where would n sample tasks go?',
  request: {
    body: jsonBody(
      z.strictObject({
        workflow: Document,
        tasks: z.number().int().min(1).max(100_000).default(1000),
        rejectionRate: z.number().min(0).max(1).default(0.2),
        agreementRate: z.number().min(0).max(1).default(0.8),
        annotators: z.array(z.string().max(256)).min(1).max(1000).optional(),
      }),
    ),
  },
  responses: {
    200: json(SimulationAnswer, 'How many entered each stage and took each pathway.'),
    ...problems,
  },
});
const templates = createRoute({
  method: 'get',
  path: '/workflows/templates',
  tags,
  summary: 'Ready workflows to begin with',
  responses: {
    200: json(
      z.object({ items: z.array(z.object({ id: z.string(), description: z.string(), workflow: Document })) }),
      'Templates.',
    ),
    ...problems,
  },
});

export function workflowRoutes(deps: ApiDeps): ApiRouter {
  const workflows = workflowStore(deps.store);
  const access = projectAccess(deps);
  const shown = ({ content, ...rest }: Awaited<ReturnType<typeof workflows.get>>) => ({
    ...rest,
    document: content,
  });

  /** @throws InvalidWorkflow, ForbiddenTarget */
  async function requirePublishable(workflow: WorkflowDocument): Promise<void> {
    requireSoundWorkflow(workflow);
    for (const stage of workflow.stages) {
      if (stage.kind !== 'agent' || stage.settings.url === undefined) continue;
      await requirePublicTarget(stage.settings.url, deps.allowPrivateTargets ?? false);
    }
  }

  return newRouter()
    .openapi(list, async (c) => {
      const page = await workflows.list(c.req.valid('query'));
      if (c.var.user.isAdmin) return c.json(page, 200);
      const own = new Set((await access.projectsOf(c.var.user)).map(({ project }) => project.workflowId));
      return c.json({ ...page, items: page.items.filter((one) => own.has(one.id)) }, 200);
    })
    .openapi(templates, (c) => c.json({ items: [...WORKFLOW_TEMPLATES] }, 200))
    .openapi(validate, (c) => {
      const found = validateWorkflow(c.req.valid('json'));
      return c.json({ valid: found.length === 0, problems: found }, 200);
    })
    .openapi(simulate, (c) => {
      const { workflow, ...assumptions } = c.req.valid('json');
      requireSoundWorkflow(workflow);
      return c.json(simulateWorkflow(workflow, assumptions), 200);
    })
    .openapi(create, async (c) => {
      await access.requireMaker(c.var.user);
      const content = c.req.valid('json');
      await requirePublishable(content);
      const id = newId(deps.store.now());
      const saved = await workflows.create({ id, name: content.name, content, by: c.var.user.id });
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 201);
    })
    .openapi(get, async (c) => {
      const { workflowId } = c.req.valid('param');
      await access.requireInLibrary(c.var.user, 'workflow', workflowId, 'viewProject');
      const saved = await workflows.get(workflowId, c.req.valid('query').revision);
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 200);
    })
    .openapi(put, async (c) => {
      const { workflowId } = c.req.valid('param');
      await access.requireInLibrary(c.var.user, 'workflow', workflowId, 'changeWorkflow');
      const revision = requireIfMatch(c.req.valid('header')['if-match']);
      const content = c.req.valid('json');
      await requirePublishable(content);
      const saved = await workflows.update(workflowId, revision, {
        name: content.name,
        content,
        by: c.var.user.id,
      });
      c.header('etag', etagOf(saved.revision));
      return c.json(shown(saved), 200);
    });
}
